// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AgentCClient, AgentCError } from '@stagedoor/server';
import { ScriptedServer, type Answer } from '../../../test/support/scripted-server.js';
import { advance, settle, until, useFakeClock } from '../../../test/support/time.js';

const KEY = 'sd_live_0123456789abcdef';
const USER = { id: 'cu_1', username: 'app_user_1', metadata: {}, enabled: true };

describe('a backend’s client', () => {
  let server: ScriptedServer;
  let client: AgentCClient;
  let answers: Answer[];

  const bodies = () => server.requests.map(({ body }) => (body === '' ? undefined : (JSON.parse(body) as unknown)));
  const calls = () => server.requests.map(({ method, path }) => `${method} ${path}`);
  const problem = (status: number, code: string, headers = {}): Answer => ({ status, headers, body: { code, detail: `It is ${code}.`, request_id: 'req_1' } });
  const failure = (promise: Promise<unknown>) => promise.then(() => expect.unreachable(), (error: unknown) => error as AgentCError);

  beforeEach(async () => {
    server = await ScriptedServer.start();
    answers = [];
    server.onRequest = () => answers.shift() ?? { body: USER };
    client = new AgentCClient({ apiUrl: server.url, apiKey: KEY, random: () => 0.5 });
    useFakeClock();
  });
  afterEach(() => {
    vi.useRealTimers();
    server.stop();
  });

  describe('sends', () => {
    it('a new chat user, without the password that the guide gives it', async () => {
      const user = await client.createChatUser({ username: 'app_user_1', password: 'x'.repeat(64), agents: ['default_agent'], voices: ['nova'], metadata: { app_user_id: '1' } });
      expect(user).toEqual(USER);
      expect(calls()).toEqual(['POST /api/v1/chat-users']);
      expect(bodies()).toEqual([{ username: 'app_user_1', agents: ['default_agent'], voices: ['nova'], metadata: { app_user_id: '1' } }]);
      expect(server.requests[0]!.headers).toMatchObject({ authorization: `Bearer ${KEY}`, 'content-type': 'application/json' });
    });

    it('what reads, changes, deletes and lists them', async () => {
      await client.getChatUser('cu_1');
      await client.updateChatUser('cu_1', { agents: ['advanced'], enabled: false });
      answers = [{ status: 204 }, { body: { items: [USER], next: null } }];
      expect(await client.deleteChatUser('cu_1')).toBeUndefined();
      expect(await client.listChatUsers({ limit: 10, after: 'cu_0' })).toEqual({ items: [USER], next: null });
      expect(calls()).toEqual(['GET /api/v1/chat-users/cu_1', 'PATCH /api/v1/chat-users/cu_1', 'DELETE /api/v1/chat-users/cu_1', 'GET /api/v1/chat-users?limit=10&after=cu_0']);
      expect(bodies()[1]).toEqual({ agents: ['advanced'], enabled: false });
    });

    it('an id as one part of the path, whatever is in it', async () => {
      await client.getChatUser('../keys?x=1');
      expect(calls()).toEqual(['GET /api/v1/chat-users/..%2Fkeys%3Fx%3D1']);
      expect(() => client.getChatUser('')).toThrow(TypeError);
    });

    it('a request for a token, for the app user of its metadata', async () => {
      const token = { token: 'header.body.signature', expires_at: 1_900_000_000, websocket_url: 'wss://agents.example/api/rt/ws', session_id: 'ses_1' };
      answers = [{ status: 201, body: token }];
      expect(await client.generateToken({ chatUserId: 'cu_1', expiresIn: '1h', metadata: { app_user_id: 'u_7', pool_assignment: true } })).toEqual(token);
      expect(calls()).toEqual(['POST /api/v1/chat-users/cu_1/token']);
      expect(bodies()).toEqual([{ app_user_id: 'u_7', expires_in: '1h' }]);
    });

    it.each([
      ['the id alone', 'cu_1', { app_user_id: 'cu_1' }],
      ['seconds', { chatUserId: 'cu_1', expiresIn: 900 }, { app_user_id: 'cu_1', expires_in: '900s' }],
      ['the app user by itself', { chatUserId: 'cu_1', appUserId: 'u_7', metadata: { app_user_id: 'u_8' } }, { app_user_id: 'u_7' }],
    ] as const)('a request for a token, from %s', async (_, request, body) => {
      await client.generateToken(request);
      expect(bodies()).toEqual([body]);
    });

    it('the token under the guide’s other names', async () => {
      answers = [{ body: { token: 'header.body.signature', expires_at: 1_900_000_000, websocket_url: 'wss://agents.example/ws', session_id: 'ses_1' } }];
      expect(await client.generateTokenForChatUser('cu_1')).toEqual({
        jwt_token: 'header.body.signature',
        expires_at: 1_900_000_000,
        websocket_url: 'wss://agents.example/ws',
        heygen_token: null,
      });
    });

    it('a session to open', async () => {
      await client.openSession({ userId: 'u_7', device: 'Firefox on Linux', ttl: 3_600 });
      expect(calls()).toEqual(['POST /api/v1/sessions']);
      expect(bodies()).toEqual([{ user_id: 'u_7', device: 'Firefox on Linux', ttl: 3_600 }]);
    });
  });

  describe('takes its key', () => {
    it.each([
      ['apiKey', { apiKey: KEY }],
      ['the guide’s adminPassword', { adminUsername: 'admin', adminPassword: KEY }],
      ['the guide’s adminCredentials', { adminCredentials: { username: 'admin', password: KEY } }],
    ])('from %s', async (_, key) => {
      await new AgentCClient({ apiUrl: server.url, ...key }).getChatUser('cu_1');
      expect(server.requests[0]!.headers.authorization).toBe(`Bearer ${KEY}`);
    });

    it('and cannot do without it, or without an address', () => {
      expect(() => new AgentCClient({ apiUrl: server.url })).toThrow('key is missing');
      expect(() => new AgentCClient({ apiUrl: undefined, apiKey: KEY })).toThrow('address is missing');
    });

    it('over https only, except on this machine', () => {
      expect(() => new AgentCClient({ apiUrl: 'http://stagedoor.example', apiKey: KEY })).toThrow('Only https');
      expect(new AgentCClient({ apiUrl: 'http://stagedoor.example', apiKey: KEY, allowInsecure: true })).toBeDefined();
      expect(new AgentCClient({ apiUrl: 'https://stagedoor.example/', apiKey: KEY })).toBeDefined();
    });

    it('and does not follow a redirection with it', async () => {
      answers = Array.from({ length: 3 }, () => ({ status: 302, headers: { Location: 'http://127.0.0.1:1/' } }));
      const failing = failure(client.getChatUser('cu_1'));
      await settle();
      await advance(10_000);
      await settle();
      await advance(10_000);
      expect(await failing).toMatchObject({ code: 'AGENT_C_UNAVAILABLE', status: 0 });
      expect(new Set(calls())).toEqual(new Set(['GET /api/v1/chat-users/cu_1']));
    });
  });

  describe('tells what went wrong', () => {
    it.each([
      [429, 'quota_exceeded', 'QUOTA_EXCEEDED'],
      [404, 'not_found', 'CHATUSER_NOT_FOUND'],
      [401, 'unauthenticated', 'INVALID_CREDENTIALS'],
      [403, 'insufficient_scope', 'INVALID_CREDENTIALS'],
      [500, 'internal', 'AGENT_C_UNAVAILABLE'],
      [409, 'conflict', 'CONFLICT'],
      [422, 'invalid_request', 'INVALID_REQUEST'],
    ])('%i %s as %s, without another try', async (status, code, expected) => {
      answers = [problem(status, code)];
      const error = await failure(client.createChatUser({ username: 'app_user_1' }));
      expect(error).toBeInstanceOf(AgentCError);
      expect(error).toMatchObject({ code: expected, status, message: `It is ${code}.`, requestId: 'req_1' });
      expect(server.requests).toHaveLength(1);
    });

    it.each([
      [401, 'INVALID_CREDENTIALS'],
      [404, 'CHATUSER_NOT_FOUND'],
      [500, 'AGENT_C_UNAVAILABLE'],
      [418, 'REFUSED'],
    ])('%i without a document as %s', async (status, code) => {
      answers = [{ status, body: undefined }];
      expect(await failure(client.getChatUser('cu_1'))).toMatchObject({ code, status, message: `Stagedoor answered ${status}.` });
    });

    it('and never shows the key', async () => {
      answers = [problem(401, 'unauthenticated')];
      const error = await failure(client.getChatUser('cu_1'));
      expect(`${error.stack}${JSON.stringify(error)}${JSON.stringify(client)}`).not.toContain(KEY);
    });
  });

  describe('tries again', () => {
    /** Runs through all waits of at most a minute. */
    async function outcome<Value>(promise: Promise<Value>, requests: number): Promise<Value> {
      for (let nth = 1; nth < requests; nth++) {
        await until(() => server.requests.length === nth);
        await settle();
        await advance(6_000);
      }
      return promise;
    }

    it.each([429, 502, 503, 504])('after %i, three times in all, at growing distances', async (status) => {
      answers = Array.from({ length: 3 }, () => problem(status, 'busy'));
      const failing = failure(client.getChatUser('cu_1'));
      await until(() => server.requests.length === 1);
      await settle();
      await advance(199);
      expect(server.requests).toHaveLength(1);
      await advance(1);
      await until(() => server.requests.length === 2);
      await settle();
      await advance(399);
      expect(server.requests).toHaveLength(2);
      await advance(1);
      expect(await failing).toMatchObject({ status });
      expect(server.requests).toHaveLength(3);
    });

    it('under the same idempotency key, and another one for another request', async () => {
      answers = [problem(503, 'busy')];
      await outcome(client.createChatUser({ username: 'app_user_1' }), 2);
      await client.createChatUser({ username: 'app_user_2' });
      const keys = server.requests.map(({ headers }) => headers['idempotency-key']);
      expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
      expect(keys[1]).toBe(keys[0]);
      expect(keys[2]).not.toBe(keys[0]);
    });

    it('not a change, which may have happened', async () => {
      answers = [problem(503, 'busy')];
      expect(await failure(client.updateChatUser('cu_1', { enabled: false }))).toMatchObject({ code: 'AGENT_C_UNAVAILABLE' });
      expect(server.requests).toHaveLength(1);
    });

    it('to delete, and takes it for done if nothing is left', async () => {
      answers = [problem(503, 'busy'), problem(404, 'not_found')];
      expect(await outcome(client.deleteChatUser('cu_1'), 2)).toBeUndefined();
      answers = [problem(404, 'not_found')];
      expect(await failure(client.deleteChatUser('cu_1'))).toMatchObject({ code: 'CHATUSER_NOT_FOUND' });
    });

    it('when the server says, unless that is too long', async () => {
      answers = [problem(503, 'busy', { 'Retry-After': '4' })];
      const reading = client.getChatUser('cu_1');
      await until(() => server.requests.length === 1);
      await settle();
      await advance(3_999);
      expect(server.requests).toHaveLength(1);
      await advance(1);
      expect(await reading).toEqual(USER);
      answers = [problem(503, 'busy', { 'Retry-After': '30' })];
      expect(await failure(client.getChatUser('cu_1'))).toMatchObject({ code: 'AGENT_C_UNAVAILABLE', retryAfter: 30 });
      expect(server.requests).toHaveLength(3);
    });

    it('when nobody answers in time', async () => {
      server.onRequest = () => new Promise(() => {});
      const failing = failure(client.getChatUser('cu_1'));
      for (let nth = 1; nth <= 3; nth++) {
        await until(() => server.requests.length === nth);
        await advance(10_000);
        await settle();
        await advance(1_000);
      }
      expect(await failing).toMatchObject({ code: 'AGENT_C_UNAVAILABLE', status: 0, message: 'Stagedoor did not answer.' });
    });

    it('when nobody is there', async () => {
      const { url } = server;
      server.stop();
      const failing = failure(new AgentCClient({ apiUrl: url, apiKey: KEY, tries: 1 }).getChatUser('cu_1'));
      expect(await failing).toMatchObject({ code: 'AGENT_C_UNAVAILABLE', status: 0 });
    });
  });
});
