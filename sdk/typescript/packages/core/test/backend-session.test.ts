// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { BackendSession, RealtimeClient, mapLoginError } from '@stagedoor/realtime-core';
import { payload, tab } from '../../../test/support/page.js';
import { ScriptedServer, type Answer } from '../../../test/support/scripted-server.js';
import { advance, until, useFakeClock } from '../../../test/support/time.js';

const PERSON = { email: 'ada@example.com', password: 'correct horse battery' };
const SESSION_TOKEN = 'sd_ses_0123456789abcdef';

describe('a session at the app’s own backend', () => {
  let backend: ScriptedServer;
  let agents: ScriptedServer;
  let refreshAnswer: () => Answer;

  const access = (token = 'header.first.signature') => payload({ websocket_url: agents.socketUrl, agent_c_token: token });
  const asked = (path: string) => backend.requests.filter((request) => request.path === path);

  beforeEach(async () => {
    backend = await ScriptedServer.start();
    agents = await ScriptedServer.start();
    agents.onSocket = (socket) => socket.greet();
    refreshAnswer = () => ({ body: { agent_c: access('header.second.signature') } });
    backend.onRequest = ({ path }) => {
      if (path === '/api/auth/login') {
        const session = { token: SESSION_TOKEN, expires_at: '2030-01-01T00:00:00Z' };
        return { body: { session_token: SESSION_TOKEN, session, user: { id: 'u_1', email: PERSON.email, name: 'Ada' }, agent_c: access() } };
      }
      return path === '/api/auth/logout' ? { status: 204 } : refreshAnswer();
    };
    useFakeClock();
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
    backend.stop();
    agents.stop();
  });

  it('G1-02 signs in at the backend only, and connects', async () => {
    const session = new BackendSession({ baseUrl: backend.url, cookie: false });
    const person = await session.login(PERSON);
    expect(person).toEqual({ id: 'u_1', email: PERSON.email, name: 'Ada' });
    const client = new RealtimeClient({ authManager: session.auth, WebSocket, storage: null });
    await client.connect();
    expect(backend.requests).toMatchObject([{ method: 'POST', path: '/api/auth/login', body: JSON.stringify(PERSON) }]);
    expect(agents.requests).toEqual([]);
    client.disconnect();
    session.auth.clearTokens();
  });

  it('G1-10 refreshes with one request that bears the session, and none to the agents’ server', async () => {
    const session = new BackendSession({ baseUrl: backend.url, cookie: false });
    await session.login(PERSON);
    await advance(3_540_000);
    await until(() => session.auth.getToken() === 'header.second.signature');
    expect(asked('/api/auth/refresh-agent-token')).toHaveLength(1);
    expect(asked('/api/auth/refresh-agent-token')[0]!.headers.authorization).toBe(`Bearer ${SESSION_TOKEN}`);
    expect(agents.requests).toEqual([]);
    session.auth.clearTokens();
  });

  it('G1-17 forgets the session at a 401, and tells the page to show the sign-in', async () => {
    refreshAnswer = () => ({ status: 401, body: { code: 'unauthenticated' } });
    const session = new BackendSession({ baseUrl: backend.url, cookie: false });
    await session.login(PERSON);
    const shown: unknown[] = [];
    session.auth.on('signed-out', ({ reason }) => shown.push(reason));
    await expect(session.auth.refreshTokens()).rejects.toMatchObject({ status: 401 });
    expect(shown).toEqual(['session-ended']);
    expect(asked('/api/auth/refresh-agent-token')).toHaveLength(1);
    await expect(session.resume()).rejects.toMatchObject({ status: 401 });
    expect(asked('/api/auth/refresh-agent-token')[1]!.headers.authorization).toBeUndefined();
  });

  it('G1-18 G1-20 puts no token and no session into storage or cookies', async () => {
    const [local, ofTab] = [tab(), tab()];
    const page = { cookie: '' };
    vi.stubGlobal('localStorage', local);
    vi.stubGlobal('sessionStorage', ofTab);
    vi.stubGlobal('document', page);
    const session = new BackendSession({ baseUrl: backend.url, cookie: false });
    await session.login(PERSON);
    const client = new RealtimeClient({ authManager: session.auth, WebSocket });
    await client.connect();
    agents.sockets[0]!.cut();
    await until(() => client.getState().connection === 'RECONNECTING');
    await client.connect();
    await session.auth.refreshTokens();
    expect([...local.content, ...ofTab.content]).toEqual([]);
    expect(page.cookie).toBe('');
    client.disconnect();
    session.auth.clearTokens();
  });

  it('G1-20 prefers an HttpOnly cookie, and then holds no session itself', async () => {
    const fetched: RequestInit[] = [];
    const session = new BackendSession({
      baseUrl: backend.url,
      fetch: (url, init) => {
        fetched.push(init!);
        return fetch(url, init);
      },
    });
    await session.login(PERSON);
    await session.auth.refreshTokens();
    expect(JSON.parse(backend.requests[0]!.body)).toEqual({ ...PERSON, cookie: true });
    expect(fetched.map(({ credentials }) => credentials)).toEqual(['include', 'include']);
    expect(asked('/api/auth/refresh-agent-token')[0]!.headers.authorization).toBeUndefined();
    session.auth.clearTokens();
  });

  it('continues the cookie’s session after a reload', async () => {
    const session = new BackendSession({ baseUrl: backend.url });
    await session.resume();
    expect(session.auth.getToken()).toBe('header.second.signature');
    session.auth.clearTokens();
  });

  it('G1-30 sends one request for a double click', async () => {
    const session = new BackendSession({ baseUrl: backend.url });
    await Promise.all([session.login(PERSON), session.login(PERSON)]);
    expect(asked('/api/auth/login')).toHaveLength(1);
    session.auth.clearTokens();
  });

  it('G1-30 stays signed out when the sign-in fails, and may try again', async () => {
    const usual = backend.onRequest;
    backend.onRequest = () => ({ status: 401, body: { error: 'Invalid credentials' } });
    const session = new BackendSession({ baseUrl: backend.url });
    const failure = await session.login(PERSON).catch((error: unknown) => error);
    expect(mapLoginError(failure)).toMatchObject({ type: 'auth', retry: false });
    expect(session.auth.getState()).toMatchObject({ isAuthenticated: false, expiresAt: null });
    backend.onRequest = usual;
    await session.login(PERSON);
    expect(session.auth.isAuthenticated()).toBe(true);
    session.auth.clearTokens();
  });

  it('names its page by a publishable key', async () => {
    const session = new BackendSession({ baseUrl: backend.url, publishableKey: 'sd_pub_0123456789' });
    await session.login(PERSON);
    expect(backend.requests[0]!.headers.authorization).toBe('Bearer sd_pub_0123456789');
    session.auth.clearTokens();
  });

  it('G1-19 signs out here at once, at the backend too, and closes the socket', async () => {
    const session = new BackendSession({ baseUrl: backend.url, cookie: false });
    await session.login(PERSON);
    const client = new RealtimeClient({ authManager: session.auth, WebSocket, storage: null });
    await client.connect();
    const signingOut = session.logout();
    expect(session.auth.getToken()).toBeNull();
    expect(client.isConnected()).toBe(false);
    await signingOut;
    expect(asked('/api/auth/logout')[0]!.headers.authorization).toBe(`Bearer ${SESSION_TOKEN}`);
    expect(await until(() => agents.sockets[0]!.closed)).toMatchObject({ code: 1000 });
  });

  it('G1-24 refuses a plain address', () => {
    expect(() => new BackendSession({ baseUrl: 'http://backend.example' })).toThrow('Only https and wss');
  });
});
