// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { AgentCClient, AgentCError } from '@stagedoor/server';
import { backend, STAGEDOOR } from '../../../test/support/started-server.js';

const unique = () => `sdk_${randomUUID().replaceAll('-', '')}`;
const codeOf = (promise: Promise<unknown>) => promise.then(() => expect.unreachable(), (error: unknown) => (error as AgentCError).code);

describe('a backend at a started Stagedoor', { timeout: 60_000 }, () => {
  it('creates, reads, changes, lists and deletes chat users', async () => {
    const username = unique();
    const made = await backend.createChatUser({ username, password: 'never sent', metadata: { app_user_id: 'u_1' } });
    expect(made).toMatchObject({ id: expect.stringMatching(/^cu_/), username, metadata: { app_user_id: 'u_1' }, enabled: true });
    expect(await backend.getChatUser(made.id)).toEqual(made);
    expect(await backend.updateChatUser(made.id, { metadata: { tier: 'gold' } })).toMatchObject({ metadata: { tier: 'gold' } });
    const names: string[] = [];
    for (let after: string | undefined | null; after !== null; ) {
      const page = await backend.listChatUsers({ limit: 50, after: after ?? undefined });
      names.push(...page.items.map((user) => user.username));
      after = page.next ?? null;
    }
    expect(names).toContain(username);
    await backend.deleteChatUser(made.id);
    expect(await codeOf(backend.getChatUser(made.id))).toBe('CHATUSER_NOT_FOUND');
    expect(await codeOf(backend.generateToken(made.id))).toBe('CHATUSER_NOT_FOUND');
  });

  it('makes tokens that last as long as asked', async () => {
    const user = await backend.createChatUser({ username: unique() });
    const now = Date.now() / 1000;
    const token = await backend.generateToken({ chatUserId: user.id, expiresIn: '15m', metadata: { app_user_id: 'u_1' } });
    expect(token.expires_at - now).toBeGreaterThan(840);
    expect(token.expires_at - now).toBeLessThan(960);
    expect(token.websocket_url).toMatch(/^wss?:\/\/.*\/api\/rt\/ws$/);
    await backend.deleteChatUser(user.id);
  });

  it('is told that a name is taken', async () => {
    const username = unique();
    const user = await backend.createChatUser({ username });
    expect(await codeOf(backend.createChatUser({ username }))).toBe('CONFLICT');
    await backend.deleteChatUser(user.id);
  });

  it('is told that its key is wrong', async () => {
    const wrong = new AgentCClient({ apiUrl: STAGEDOOR, apiKey: 'sd_live_00000000000000000000000000000000' });
    expect(await codeOf(wrong.listChatUsers())).toBe('INVALID_CREDENTIALS');
  });

  it('opens sessions', async () => {
    const opened = await backend.openSession({ userId: unique(), device: 'SDK test', ttl: 600 });
    expect(opened).toMatchObject({ session_token: expect.stringMatching(/^sd_ses_/), agent_c: { agent_c_token: expect.any(String) } });
  });
});
