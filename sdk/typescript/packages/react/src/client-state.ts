// SPDX-License-Identifier: Apache-2.0
import { useCallback, useSyncExternalStore } from 'react';
import type { ClientState } from '@stagedoor/realtime-core';
import { useRealtimeClient } from './provider.js';

/** A part of the client's state. `select` must return the same object while nothing changed. */
export function useClientState<Part>(select: (state: ClientState) => Part): Part {
  const client = useRealtimeClient();
  const follow = useCallback((follower: () => void) => client.on('state-changed', follower), [client]);
  const get = () => select(client.getState());
  return useSyncExternalStore(follow, get, get);
}
