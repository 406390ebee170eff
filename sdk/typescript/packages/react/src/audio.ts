// SPDX-License-Identifier: Apache-2.0
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { RealtimeAudio, type AudioEvents, type AudioOptions, type AudioState } from '@stagedoor/realtime-core';
import { useClientState } from './client-state.js';
import { useRealtimeClient } from './provider.js';

/** What `useAudio` gives. */
export interface AudioControls {
  /** What the microphone is doing. */
  readonly state: AudioState;
  /** Whether this connection has audio. */
  readonly isAvailable: boolean;
  /** Whether nothing is sent although the microphone is on. */
  readonly isMuted: boolean;
  /** Whether the user talks, from `talk` to whatever ends it: `release`, their turn, the chat, the connection. */
  readonly isTalking: boolean;
  /** Whether the agent hears what the user says; it takes a moment to join. */
  readonly isHeard: boolean;
  /** Whether the agent can be heard. */
  readonly isAgentSpeaking: boolean;
  /** The user presses the button to talk. Rejects if they may not talk now, or do not allow the microphone. */
  readonly talk: () => Promise<void>;
  /** They let go of it. The microphone is off at once; the agent is still heard. */
  readonly release: () => void;
  /** Listens all the time, until `stop`; call it when the user has clicked. */
  readonly start: () => Promise<void>;
  /** Ends speaking and listening, and the call. */
  readonly stop: () => Promise<void>;
  /** Sends nothing, or something again. */
  readonly setMuted: (muted: boolean) => void;
}

/** Speaking and listening: while a button is held, or all the time. Ends with the component. Options of the first render count. */
export function useAudio(options?: AudioOptions): AudioControls {
  const client = useRealtimeClient();
  const [first] = useState(options);
  const audio = useMemo(() => new RealtimeAudio(client, first), [client, first]);
  const isAvailable = useClientState((state) => state.audio !== null);
  const [isMuted, showMuted] = useState(false);
  const isTalking = useClientState(({ talking }) => talking);
  const isHeard = useClientState(({ heard }) => heard);
  const state = useAudioPart(audio, 'state-changed', () => audio.getState());
  const isAgentSpeaking = useAudioPart(audio, 'agent-speaking', () => audio.isAgentSpeaking());
  useEffect(() => () => void audio.stop(), [audio]);
  const actions = useMemo(
    () => ({
      talk: () => audio.talk(),
      release: () => audio.release(),
      start: () => audio.start(),
      stop: () => audio.stop(),
      setMuted: (muted: boolean) => {
        audio.muted = muted;
        showMuted(muted);
      },
    }),
    [audio],
  );
  return { state, isAvailable, isMuted, isTalking, isHeard, isAgentSpeaking, ...actions };
}

function useAudioPart<Part>(audio: RealtimeAudio, event: keyof AudioEvents, get: () => Part): Part {
  const follow = useCallback((follower: () => void) => audio.on(event, follower), [audio, event]);
  return useSyncExternalStore(follow, get, get);
}
