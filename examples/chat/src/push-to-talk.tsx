// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState } from 'react';
import { useAudio, useRealtimeClient, useTurnState } from '@stagedoor/realtime-react';
import { MicIcon } from './icons';
import { useReport } from './notices';

/** Held longer than this, letting go ends it; a shorter press begins, and the next one ends. */
const HELD = 400;

/** Speaks to the agent, where the connection has audio. */
export function PushToTalk() {
  const client = useRealtimeClient();
  const report = useReport();
  const { canSend } = useTurnState();
  const { isAvailable, state, start, setMuted } = useAudio({ workletUrl: '/worklet.js' });
  const [isTalking, setTalking] = useState(false);
  const since = useRef(0);

  const begin = async () => {
    since.current = Date.now();
    setTalking(true);
    try {
      await start();
      setMuted(false);
      client.pushToTalk(true);
    } catch (error) {
      setTalking(false);
      const isDenied = (error as Error).name === 'NotAllowedError';
      report(isDenied ? new Error('The browser does not allow this page to use the microphone.') : error);
    }
  };
  const end = () => {
    setTalking(false);
    setMuted(true);
    if (client.isConnected()) client.pushToTalk(false);
  };
  useEffect(() => {
    if (isTalking && !canSend) setTalking(false);
  }, [isTalking, canSend]);

  if (!isAvailable) return null;
  const press = () => {
    if (isTalking) end();
    else if (canSend) void begin();
  };
  const release = () => {
    if (isTalking && Date.now() - since.current > HELD) end();
  };
  const isKey = ({ key, repeat }: { key: string; repeat: boolean }) => !repeat && (key === ' ' || key === 'Enter');
  return (
    <button
      className="round"
      type="button"
      aria-label={isTalking ? 'Stop talking' : 'Talk'}
      aria-pressed={isTalking}
      aria-disabled={!canSend && !isTalking}
      data-state={state}
      onPointerDown={press}
      onPointerUp={release}
      onKeyDown={(event) => isKey(event) && (event.preventDefault(), press())}
      onKeyUp={(event) => isKey(event) && (event.preventDefault(), release())}
    >
      <MicIcon />
    </button>
  );
}
