// SPDX-License-Identifier: Apache-2.0
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { RealtimeAudio, type AudioOptions, type AudioState } from '@stagedoor/realtime-core';
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
  /** Begins to speak and listen; call it when the user has clicked. */
  readonly start: () => Promise<void>;
  /** Ends both. */
  readonly stop: () => Promise<void>;
  /** Sends nothing, or something again. */
  readonly setMuted: (muted: boolean) => void;
}

/** Speaking and listening. Ends with the component. Options of the first render count. */
export function useAudio(options?: AudioOptions): AudioControls {
  const client = useRealtimeClient();
  const [first] = useState(options);
  const audio = useMemo(() => new RealtimeAudio(client, first), [client, first]);
  const isAvailable = useClientState((state) => state.audio !== null);
  const [isMuted, showMuted] = useState(false);
  const follow = useCallback((follower: () => void) => audio.on('state-changed', follower), [audio]);
  const get = () => audio.getState();
  const state = useSyncExternalStore(follow, get, get);
  useEffect(() => () => void audio.stop(), [audio]);
  const actions = useMemo(
    () => ({
      start: () => audio.start(),
      stop: () => audio.stop(),
      setMuted: (muted: boolean) => {
        audio.muted = muted;
        showMuted(muted);
      },
    }),
    [audio],
  );
  return { state, isAvailable, isMuted, ...actions };
}
