// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import { ApiError, AuthManager, RealtimeClient, type Frame, type RealtimeClientOptions, type TokenUpdate } from '@stagedoor/realtime-core';
import { AgentCClient } from '@stagedoor/server';

function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: these tests need a started Stagedoor, and a secret key of a tenant`);
  return value.replace(/\/+$/, '');
}

/** The started Stagedoor's address. */
export const STAGEDOOR = setting('STAGEDOOR_URL');

/** The tenant's secret key. Where no page sends it, people sign in with it as with a publishable one. */
export const KEY = setting('STAGEDOOR_BACKEND_KEY');

/** A tenant's backend. */
export const backend = new AgentCClient({ apiUrl: STAGEDOOR, apiKey: KEY });

/** Asks for what the SDK has no method for, as the tenant's backend. */
export async function asBackend(path: string, body: object): Promise<Record<string, unknown>> {
  const headers = { Authorization: `Bearer ${KEY}`, 'Content-Type': 'application/json' };
  const response = await fetch(STAGEDOOR + path, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw await ApiError.of(response);
  return ((await response.json().catch(() => null)) ?? {}) as Record<string, unknown>;
}

/** Does what a page does with its session: gets a fresh token, or signs out. */
export async function authRequest(action: 'refresh-agent-token' | 'refresh' | 'logout', sessionToken: string): Promise<Response> {
  const headers = { Authorization: `Bearer ${sessionToken}`, 'Content-Type': 'application/json' };
  const response = await fetch(`${STAGEDOOR}/api/auth/${action}`, { method: 'POST', headers, body: '{}' });
  if (!response.ok) throw await ApiError.of(response);
  return response;
}

/** Resolves when `condition` holds. */
export async function eventually<Value>(condition: () => Value, seconds = 50): Promise<NonNullable<Value>> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; ) {
    const value = condition();
    if (value) return value;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`Never came true: ${condition}`);
}

/** A person with a session and a client that is not connected yet. */
export async function person(options: RealtimeClientOptions = {}, userId = `sdk-${randomUUID()}`) {
  const { session_token: sessionToken, agent_c } = await backend.openSession({ userId, device: 'SDK test' });
  const refresh = async () => ((await (await authRequest('refresh-agent-token', sessionToken)).json()) as { agent_c: TokenUpdate }).agent_c;
  const auth = new AuthManager({ refresh });
  await auth.initializeFromPayload(agent_c);
  const sockets: WebSocket[] = [];
  class Recorded extends WebSocket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols);
      sockets.push(this);
    }
  }
  const client = new RealtimeClient({ authManager: auth, WebSocket: Recorded, storage: null, ...options });
  const events: Frame[] = [];
  client.on('event', (event) => events.push(event));
  const until = (type: string, after = 0) => eventually(() => events.slice(after).find((event) => event.type === type));
  const end = () => {
    client.disconnect();
    auth.clearTokens();
  };
  return { userId, sessionToken, auth, client, sockets, events, until, end };
}

/** A connected person in their turn. */
export async function connected(options: RealtimeClientOptions = {}, userId?: string) {
  const one = await person(options, userId);
  await one.client.connect();
  await eventually(() => one.client.canSend());
  return one;
}
