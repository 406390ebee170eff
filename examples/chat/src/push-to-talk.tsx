// SPDX-License-Identifier: Apache-2.0
import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { useTurnState, type AudioControls } from '@stagedoor/realtime-react';
import { MicIcon } from './icons';
import { useReport } from './notices';

/** Held longer than this, letting go ends it; a shorter press begins, and the next one ends. */
const HELD = 400;

type Talking = Pick<AudioControls, 'isAvailable' | 'state' | 'isTalking' | 'isHeard' | 'isAgentSpeaking' | 'talk' | 'release'>;

/**
 * Speaks to the agent, where the connection has audio. Whether the person talks, the SDK knows: it ends with their turn, a
 * text, the chat and the connection. Here is only what a hand does to the button.
 */
export function PushToTalk({ isAvailable, state, isTalking, talk, release }: Talking) {
  const report = useReport();
  const { canSend } = useTurnState();
  /** When the button was pressed; null while nothing holds it. */
  const since = useRef<number | null>(null);
  if (!isAvailable) return null;

  const press = () => {
    if (isTalking) return release();
    if (!canSend) return;
    since.current = Date.now();
    talk().catch((error: Error) => {
      report(error.name === 'NotAllowedError' ? new Error('The browser does not allow this page to use the microphone.') : error);
    });
  };
  const letGo = () => {
    const held = since.current === null ? 0 : Date.now() - since.current;
    since.current = null;
    if (held > HELD) release();
  };
  /** The hand was taken off in some other way: nobody would come back to end what only began as a hold. */
  const lose = () => {
    if (since.current === null) return;
    since.current = null;
    release();
  };
  const onPointerDown = ({ button, currentTarget, pointerId }: PointerEvent) => {
    if (button !== 0) return;
    // So that letting go is noticed wherever the pointer has gone.
    currentTarget.setPointerCapture(pointerId);
    press();
  };
  const isKey = (event: KeyboardEvent) => {
    if (event.key !== ' ' && event.key !== 'Enter') return false;
    event.preventDefault();
    return !event.repeat;
  };
  return (
    <button
      className="round talk"
      type="button"
      aria-label="Talk"
      aria-pressed={isTalking}
      aria-disabled={!canSend && !isTalking}
      aria-describedby="voice"
      data-state={state}
      onPointerDown={onPointerDown}
      onPointerUp={letGo}
      onPointerCancel={lose}
      onLostPointerCapture={lose}
      onBlur={lose}
      onContextMenu={(event) => event.preventDefault()}
      onKeyDown={(event) => isKey(event) && press()}
      onKeyUp={(event) => isKey(event) && letGo()}
      // Assistive technology clicks without a pointer or a key.
      onClick={({ detail }) => {
        if (detail > 0) return;
        press();
        since.current = null;
      }}
    >
      <MicIcon />
    </button>
  );
}

/** What has become of talking, for the eye and for screen readers. */
export function VoiceStatus({ agent, ...talking }: Talking & { readonly agent: string }) {
  return <p id="voice" className="voice" role="status">{statusOf(talking, agent)}</p>;
}

function statusOf({ isAvailable, state, isTalking, isHeard, isAgentSpeaking }: Talking, agent: string): string {
  if (!isAvailable) return '';
  if (isTalking && state !== 'recording') return 'Opening the microphone…';
  if (isTalking) return isHeard ? `${agent} is listening.` : `Connecting to ${agent}…`;
  return isAgentSpeaking ? `${agent} is speaking.` : '';
}
