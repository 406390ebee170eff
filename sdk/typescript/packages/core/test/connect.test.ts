// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { AuthManager, RealtimeClient } from '@stagedoor/realtime-core';
import { page, payload } from '../../../test/support/page.js';
import { ScriptedServer } from '../../../test/support/scripted-server.js';
import { advance, refusal, settle, until, useFakeClock } from '../../../test/support/time.js';

describe('connecting', () => {
  let server: ScriptedServer;

  beforeEach(async () => {
    server = await ScriptedServer.start();
    server.onSocket = (socket) => socket.greet();
    useFakeClock();
  });
  afterEach(() => {
    vi.useRealTimers();
    server.stop();
  });

  it('G1-21 takes apiUrl, authManager and autoReconnect', async () => {
    const authManager = new AuthManager();
    const client = new RealtimeClient({ apiUrl: server.socketUrl, authManager, autoReconnect: true, WebSocket });
    expect(client.auth).toBe(authManager);
    await authManager.initializeFromPayload(payload());
    await client.connect();
    expect(server.sockets).toHaveLength(1);
    client.disconnect();
  });

  it('G1-21 finds the socket below an API address', async () => {
    const { client } = await page(server, { apiUrl: server.url });
    await client.connect();
    expect((await server.socket(1)).protocols[0]).toBe('stagedoor.v1');
    client.disconnect();
  });

  it('G1-22 refuses without a sign-in, and opens no socket', async () => {
    const client = new RealtimeClient({ apiUrl: server.socketUrl, authManager: new AuthManager(), WebSocket });
    await expect(client.connect()).rejects.toThrow('Not authenticated');
    await settle();
    expect(server.sockets).toHaveLength(0);
    expect(client.getState().connection).toBe('DISCONNECTED');
  });

  it('G1-23 is connected once the server has greeted', async () => {
    let greet = () => {};
    server.onSocket = (socket) => (greet = () => socket.greet());
    const { client } = await page(server);
    const connecting = client.connect();
    await server.socket(1);
    await settle();
    expect(client.isConnected()).toBe(false);
    expect(client.getState().connection).toBe('CONNECTING');
    greet();
    await connecting;
    expect(client.isConnected()).toBe(true);
    client.disconnect();
  });

  it('offers the token as a subprotocol and puts it into no address', async () => {
    const { client } = await page(server, { agentKey: 'tickets', chatSessionId: 'chat_9' });
    await client.connect();
    const socket = await server.socket(1);
    expect(socket.token).toBe('header.first.signature');
    expect(Object.fromEntries(socket.query)).toEqual({ agent_key: 'tickets', chat_session_id: 'chat_9' });
    client.disconnect();
  });

  it('opens one socket for two callers', async () => {
    const { client } = await page(server);
    await Promise.all([client.connect(), client.connect()]);
    await client.connect();
    expect(server.sockets).toHaveLength(1);
    client.disconnect();
  });

  it('ends with 1000, and is then as before', async () => {
    const { client } = await page(server);
    await client.connect();
    const events: unknown[] = [];
    client.on('disconnected', (event) => events.push(event));
    client.disconnect();
    const socket = await server.socket(1);
    await until(() => socket.closed);
    expect(socket.closed).toMatchObject({ code: 1000 });
    expect(events).toEqual([{ code: 1000, reason: '', willReconnect: false }]);
    expect(client.getState().connection).toBe('DISCONNECTED');
    const alarmsOfTheToken = 2;
    expect(vi.getTimerCount()).toBe(alarmsOfTheToken);
  });

  it('can be given up while it is under way', async () => {
    server.onSocket = () => {};
    const { client } = await page(server);
    const connecting = refusal(client.connect());
    await server.socket(1);
    client.disconnect();
    expect(await connecting).toBe('disconnected');
    await until(() => server.sockets[0]!.closed);
  });

  it('G1-37 gives up a server that does not greet, and can connect again', async () => {
    server.onSocket = () => {};
    const { client } = await page(server);
    const connecting = refusal(client.connect());
    await server.socket(1);
    await advance(9_999);
    expect(client.getState().connection).toBe('CONNECTING');
    await advance(1);
    expect(await connecting).toBe('connect_timeout');
    expect(client.getState().connection).toBe('DISCONNECTED');
    server.onSocket = (socket) => socket.greet();
    await client.connect();
    expect(client.isConnected()).toBe(true);
    client.disconnect();
  });
});

describe('G1-24 addresses', () => {
  const secure = 'wss://agents.example/api/rt/ws';
  const local = ['ws://localhost:8080/api/rt/ws', 'ws://127.0.0.1:8080/api/rt/ws', 'http://[::1]:8080'];
  const plain = ['ws://agents.example/ws', 'http://agents.example', 'http://localhost.example', 'ftp://localhost/x', 'nonsense'];

  it.each([secure, 'https://agents.example', ...local])('allow %s', (apiUrl) => {
    expect(new RealtimeClient({ apiUrl, WebSocket })).toBeInstanceOf(RealtimeClient);
  });

  it.each(plain)('refuse %s', async (url) => {
    expect(() => new RealtimeClient({ apiUrl: url, WebSocket })).toThrow(/https and wss|absolute URL/);
    expect(await refusal(new AuthManager().initializeFromPayload(payload({ websocket_url: url })))).toMatch(/insecure_url|invalid_url/);
  });

  it('allow plain ones by the switch for tests', async () => {
    const auth = new AuthManager({ allowInsecure: true });
    await auth.initializeFromPayload(payload({ websocket_url: 'ws://agents.example/ws' }));
    expect(auth.getWebSocketUrl()).toBe('ws://agents.example/ws');
    expect(new RealtimeClient({ apiUrl: 'ws://agents.example/ws', allowInsecure: true, WebSocket })).toBeDefined();
  });

  it('never show their query in a refusal', () => {
    const make = () => new RealtimeClient({ apiUrl: 'ws://agents.example/ws?token=secret', WebSocket });
    expect(make).toThrow(/^Only https and wss are allowed: ws:\/\/agents\.example\/ws$/);
  });
});
