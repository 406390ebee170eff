// SPDX-License-Identifier: Apache-2.0
import { WebSocket } from 'ws';
import { AuthManager, RealtimeClient, type AuthManagerOptions, type RealtimeClientOptions, type TabStorage } from '@stagedoor/realtime-core';
import type { ScriptedServer } from './scripted-server.js';

/** A payload as a backend answers it, for a token that lasts an hour. */
export function payload(more: Record<string, unknown> = {}) {
  return {
    agent_c_token: 'header.first.signature',
    websocket_url: 'wss://agents.example/api/rt/ws',
    heygen_token: null,
    expires_at: Math.floor(Date.now() / 1000) + 3_600,
    agents: ['default'],
    voices: [{ voice_id: 'nova', name: 'Nova' }],
    avatars: [],
    ...more,
  };
}

/** The storage of one tab. */
export function tab(content: Record<string, string> = {}): TabStorage & { content: Map<string, string> } {
  const map = new Map(Object.entries(content));
  return {
    content: map,
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => void map.set(key, value),
    removeItem: (key) => void map.delete(key),
  };
}

/** A signed-in client of the scripted server. */
export async function page(server: ScriptedServer, options: RealtimeClientOptions = {}, authOptions: AuthManagerOptions = {}) {
  const auth = new AuthManager(authOptions);
  await auth.initializeFromPayload(payload({ websocket_url: server.socketUrl }));
  const client = new RealtimeClient({ authManager: auth, WebSocket, storage: null, random: () => 0.5, ...options });
  return { auth, client };
}
