// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RealtimeClient } from '@stagedoor/realtime-core';
import { page } from '../../../test/support/page.js';
import { ScriptedServer } from '../../../test/support/scripted-server.js';
import { advance, refusal, settle, until, useFakeClock } from '../../../test/support/time.js';

const inAnHour = () => Math.floor(Date.now() / 1000) + 3_600;

describe('a lost connection', () => {
  let server: ScriptedServer;
  let refreshes: number;
  let refreshed: () => string;
  let client: RealtimeClient;

  const refresh = async () => {
    refreshes++;
    return { agent_c_token: refreshed(), expires_at: inAnHour() };
  };
  /** A connected client. Without jitter, the waits are 1 s, 1.5 s, 2.25 s… */
  async function connected(options = {}) {
    const signedIn = await page(server, options, { refresh });
    client = signedIn.client;
    await client.connect();
    return signedIn;
  }
  function heard<Name extends Parameters<RealtimeClient['on']>[0]>(name: Name): unknown[] {
    const events: unknown[] = [];
    client.on(name, (event) => events.push(event));
    return events;
  }
  const state = (wanted: string) => until(() => client.getState().connection === wanted);

  beforeEach(async () => {
    server = await ScriptedServer.start();
    server.onSocket = (socket) => socket.greet({ resumed: socket.query.has('ui_session_id') });
    refreshes = 0;
    refreshed = () => `header.fresh${refreshes}.signature`;
    useFakeClock();
  });
  afterEach(() => {
    client.disconnect();
    client.auth.clearTokens();
    vi.useRealTimers();
    server.stop();
  });

  it('is told, and made again', async () => {
    await connected();
    const told = { disconnected: heard('disconnected'), reconnecting: heard('reconnecting'), reconnected: heard('reconnected') };
    server.sockets[0]!.cut();
    await state('RECONNECTING');
    expect(told.disconnected).toEqual([{ code: 1006, reason: '', willReconnect: true }]);
    await settle();
    expect(told.reconnecting).toEqual([{ attempt: 1, delay: 1_000 }]);
    await advance(1_000);
    await state('CONNECTED');
    await settle();
    expect(told.reconnected).toEqual([{ attempts: 1 }]);
    expect(server.sockets).toHaveLength(2);
  });

  it('names what to continue: session, last event, chat and agent', async () => {
    await connected();
    server.sockets[0]!.event('session_metadata_changed', { meta: {} });
    await settle();
    server.sockets[0]!.cut();
    await state('RECONNECTING');
    await client.connect();
    const { query } = await server.socket(2);
    expect(Object.fromEntries(query)).toEqual({ ui_session_id: 'ui_1', after: '1', chat_session_id: 'chat_1', agent_key: 'default' });
  });

  it('is not made again after 1000, after disconnect(), or without autoReconnect', async () => {
    await connected();
    server.sockets[0]!.close(1000);
    await state('DISCONNECTED');
    await connected();
    client.disconnect();
    await connected({ autoReconnect: false });
    const given = heard('disconnected');
    server.sockets[2]!.cut();
    await state('DISCONNECTED');
    expect(given).toEqual([{ code: 1006, reason: '', willReconnect: false }]);
    await advance(120_000);
    await settle();
    expect(server.sockets).toHaveLength(3);
  });

  it('G1-34 uses the current token at each try', async () => {
    const { auth } = await connected();
    server.onSocket = (socket) => socket.cut();
    server.sockets[0]!.cut();
    await state('RECONNECTING');
    await settle();
    await advance(1_000);
    const second = await server.socket(2);
    await settle();
    await auth.updateTokens({ agent_c_token: 'header.newer.signature', expires_at: inAnHour() });
    server.onSocket = (socket) => socket.greet({ resumed: true });
    await advance(1_500);
    const third = await server.socket(3);
    expect([second.token, third.token]).toEqual(['header.first.signature', 'header.newer.signature']);
    await state('CONNECTED');
  });

  it('G1-34 refreshes first if the token has ended meanwhile', async () => {
    const { auth } = await connected();
    await auth.updateTokens({ agent_c_token: 'header.short.signature', expires_at: Math.floor(Date.now() / 1000) });
    refreshed = () => {
      if (refreshes < 4) throw Object.assign(new Error('down'), { status: 503 });
      return 'header.back.signature';
    };
    server.sockets[0]!.cut();
    await state('RECONNECTING');
    await settle();
    await advance(30_000);
    expect((await server.socket(2)).token).toBe('header.back.signature');
  });

  describe('G1-35 by close code', () => {
    it('4401 refreshes once and connects at once', async () => {
      await connected();
      server.sockets[0]!.close(4401, 'token expired');
      const again = await server.socket(2);
      await state('CONNECTED');
      expect(again.token).toBe('header.fresh1.signature');
      expect(refreshes).toBe(1);
    });

    it('4401 at the first connection too', async () => {
      server.onSocket = (socket) => (socket.token === 'header.first.signature' ? socket.close(4401) : socket.greet());
      await connected();
      expect(refreshes).toBe(1);
      expect(client.isConnected()).toBe(true);
    });

    it('4401 again stops: a fresh token that is refused is no accident', async () => {
      await connected();
      const failed = heard('reconnection_failed');
      server.onSocket = (socket) => socket.close(4401);
      server.sockets[0]!.close(4401);
      await state('DISCONNECTED');
      expect(failed).toMatchObject([{ code: 'unauthenticated' }]);
      expect(refreshes).toBe(1);
      expect(server.sockets).toHaveLength(2);
    });

    it('4401 stops without a way to refresh', async () => {
      const { client: unable } = await page(server);
      client = unable;
      await client.connect();
      const failed = heard('reconnection_failed');
      server.sockets[0]!.close(4401);
      await state('DISCONNECTED');
      await settle();
      expect(failed).toMatchObject([{ code: 'no_refresh' }]);
    });

    it.each([
      [4403, 'forbidden'],
      [4409, 'replaced'],
      [1008, 'unacceptable'],
    ])('%i stops', async (code, name) => {
      await connected();
      const [failed, errors] = [heard('reconnection_failed'), heard('error')];
      server.sockets[0]!.close(code, 'why');
      await state('DISCONNECTED');
      await advance(120_000);
      expect(server.sockets).toHaveLength(1);
      expect(failed).toMatchObject([{ code: name }]);
      expect(errors).toMatchObject([{ code: name, source: 'connection' }]);
    });

    it('4403 stops in the middle of reconnecting', async () => {
      await connected();
      server.onSocket = (socket) => socket.close(4403);
      server.sockets[0]!.cut();
      await state('RECONNECTING');
      expect(await refusal(client.connect())).toBe('forbidden');
      await state('DISCONNECTED');
    });

    it.each([1001, 1006, 1009, 1011, 1012, 4408, 4999])('%i is an outage', async (code) => {
      await connected();
      if (code === 1006) server.sockets[0]!.cut();
      else server.sockets[0]!.close(code);
      await state('RECONNECTING');
      await settle();
      await advance(1_000);
      await state('CONNECTED');
      expect(refreshes).toBe(0);
    });

    it('4429 waits as long as the server says', async () => {
      await connected();
      const waits = heard('reconnecting');
      server.sockets[0]!.close(4429, 'retry_after=45');
      await state('RECONNECTING');
      await settle();
      expect(waits).toEqual([{ attempt: 1, delay: 45_000 }]);
    });

    it('4429 at the first connection tells how long to wait', async () => {
      const signedIn = await page(server);
      client = signedIn.client;
      server.onSocket = (socket) => socket.close(4429, 'retry_after=7');
      await expect(client.connect()).rejects.toMatchObject({ code: 'limited', closeCode: 4429, retryAfter: 7 });
    });
  });

  describe('G1-36 waits', () => {
    async function waitsOf(random: () => number, attempts: number): Promise<number[]> {
      await connected({ random });
      const waits = heard('reconnecting') as { delay: number }[];
      server.onSocket = (socket) => socket.cut();
      server.sockets[0]!.cut();
      for (let attempt = 1; attempt < attempts; attempt++) {
        await until(() => waits[attempt - 1]);
        await advance(waits[attempt - 1]!.delay);
      }
      await until(() => waits[attempts - 1]);
      return waits.map(({ delay }) => delay);
    }
    const exact = [1_000, 1_500, 2_250, 3_375, 5_062.5, 7_593.75, 11_390.625, 17_085.9375, 25_628.90625, 30_000, 30_000];

    it.each([
      ['longest', 1, 1.3],
      ['middle', 0.5, 1],
      ['shortest', 0, 0.7],
    ])('1 s, half as much again each time, at most 30 s, ±30 %%: the %s', async (_, random, factor) => {
      expect(await waitsOf(() => random, exact.length)).toEqual(exact.map((delay) => Math.round(delay * factor)));
    });

    it('begin anew after a stable connection, and not after a short one', async () => {
      await connected();
      const waits = heard('reconnecting') as { delay: number }[];
      const breakAfter = async (nth: number, ms: number) => {
        const socket = await server.socket(nth);
        await state('CONNECTED');
        await advance(ms);
        socket.cut();
        await until(() => waits[nth - 1]);
        await advance(waits[nth - 1]!.delay);
      };
      await breakAfter(1, 0);
      await breakAfter(2, 9_000);
      await breakAfter(3, 10_000);
      await server.socket(4);
      expect(waits.map(({ delay }) => delay)).toEqual([1_000, 1_500, 1_000]);
    });

    it('are bounded in number by the option', async () => {
      await connected({ reconnect: { maxAttempts: 2 } });
      const failed = heard('reconnection_failed');
      server.onSocket = (socket) => socket.cut();
      server.sockets[0]!.cut();
      await state('RECONNECTING');
      await settle();
      await advance(1_000);
      await server.socket(2);
      await settle();
      await advance(1_500);
      await state('DISCONNECTED');
      expect(failed).toHaveLength(1);
      expect(server.sockets).toHaveLength(3);
    });

    it('end with disconnect()', async () => {
      await connected();
      server.sockets[0]!.cut();
      await state('RECONNECTING');
      await settle();
      client.disconnect();
      await advance(120_000);
      await settle();
      expect(server.sockets).toHaveLength(1);
      expect(client.getState().connection).toBe('DISCONNECTED');
    });

    it('are cut short by connect()', async () => {
      await connected();
      server.sockets[0]!.cut();
      await state('RECONNECTING');
      await settle();
      await client.connect();
      expect(server.sockets).toHaveLength(2);
    });
  });

  describe('G1-37 a server that is silent', () => {
    it('loses its connection ten seconds after a ping, and gets another one', async () => {
      await connected();
      const gone = heard('disconnected');
      await advance(30_000);
      await server.sockets[0]!.receive('ping');
      await advance(9_999);
      expect(gone).toEqual([]);
      await advance(1);
      expect(gone).toEqual([{ code: 4408, reason: 'no sign of life', willReconnect: true }]);
      expect(client.canSend()).toBe(false);
      await settle();
      await advance(1_000);
      await state('CONNECTED');
      expect(server.sockets).toHaveLength(2);
    });

    it('keeps its connection by any frame', async () => {
      await connected();
      const gone = heard('disconnected');
      for (let minute = 0; minute < 4; minute++) {
        await advance(30_000);
        await server.sockets[0]!.receive('ping', minute + 1);
        server.sockets[0]!.event('session_metadata_changed', { meta: { minute } });
        await settle();
      }
      await advance(10_000);
      expect(gone).toEqual([]);
    });

    it('is answered when it asks itself', async () => {
      await connected();
      server.sockets[0]!.tell('ping');
      await server.sockets[0]!.receive('pong');
    });
  });

  describe('G1-41 initialized', () => {
    it('fires at the first connection, with all that a page needs', async () => {
      const signedIn = await page(server);
      client = signedIn.client;
      const fired = heard('initialized');
      await client.connect();
      await until(() => fired[0]);
      expect(fired).toEqual([{ resumed: false }]);
      expect(client.getState()).toMatchObject({ initialized: true, agents: [{ agent_key: 'default' }, {}], voices: [{}] });
      expect(client.getState().chat.session).toMatchObject({ session_id: 'chat_1' });
    });

    it('fires when the session continues, with what was known', async () => {
      await connected();
      await until(() => client.getState().initialized);
      const fired = heard('initialized');
      server.sockets[0]!.cut();
      await state('RECONNECTING');
      await client.connect();
      expect(fired).toEqual([{ resumed: true }]);
      expect(client.getState().agents).toHaveLength(2);
    });

    it('fires when the server has lost the session, with all of it anew', async () => {
      await connected();
      await until(() => client.getState().initialized);
      const fired = heard('initialized');
      server.onSocket = (socket) => socket.greet({ id: 'ui_2' });
      server.sockets[0]!.cut();
      await state('RECONNECTING');
      await client.connect();
      await until(() => fired[0]);
      expect(fired).toEqual([{ resumed: false }]);
    });
  });
});
