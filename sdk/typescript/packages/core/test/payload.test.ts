// SPDX-License-Identifier: Apache-2.0
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AuthManager } from '@stagedoor/realtime-core';
import { payload } from '../../../test/support/page.js';
import { refusal } from '../../../test/support/time.js';

describe('a payload', () => {
  afterEach(() => vi.restoreAllMocks());

  it('G1-03 is enough to start, without a request', async () => {
    const request = vi.spyOn(globalThis, 'fetch');
    const auth = new AuthManager();
    await auth.initializeFromPayload(payload());
    expect(auth.getToken()).toBe('header.first.signature');
    expect(auth.isAuthenticated()).toBe(true);
    expect(request).not.toHaveBeenCalled();
    auth.clearTokens();
  });

  it('G1-06 is readable in all seven parts', async () => {
    const given = payload({ heygen_token: 'heygen', avatars: [{ avatar_id: 'a_1' }] });
    const auth = new AuthManager();
    await auth.initializeFromPayload(given);
    expect({
      agent_c_token: auth.getToken(),
      websocket_url: auth.getWebSocketUrl(),
      heygen_token: auth.getHeygenToken(),
      agents: auth.getAgents(),
      voices: auth.getVoices(),
      avatars: auth.getAvatars(),
      expires_at: auth.getExpiresAt(),
    }).toEqual(given);
    auth.clearTokens();
  });

  it.each(['heygen_token', 'agents', 'voices', 'avatars'])('G1-07 may lack %s', async (field) => {
    const auth = new AuthManager();
    await auth.initializeFromPayload(payload({ [field]: undefined }));
    expect(auth.isAuthenticated()).toBe(true);
    auth.clearTokens();
  });

  it.each([
    ['the token', { agent_c_token: undefined }],
    ['a token with something in it', { agent_c_token: '' }],
    ['the address', { websocket_url: undefined }],
    ['the end', { expires_at: undefined }],
    ['an end that is a number', { expires_at: '2030-01-01T00:00:00Z' }],
    ['an end that is a time', { expires_at: Number.NaN }],
    ['lists that are lists', { agents: 'default' }],
  ])('G1-07 must have %s', async (_, change) => {
    const auth = new AuthManager();
    expect(await refusal(auth.initializeFromPayload(payload(change) as never))).toBe('invalid_payload');
    expect(auth.getToken()).toBeNull();
  });

  it('G1-07 must be an object', async () => {
    expect(await refusal(new AuthManager().initializeFromPayload(undefined as never))).toBe('invalid_payload');
  });

  it('G1-08 gives its address unchanged', async () => {
    const url = 'wss://agents.example:8443/some/other/path/ws';
    const auth = new AuthManager();
    await auth.initializeFromPayload(payload({ websocket_url: url }));
    expect(auth.getWebSocketUrl()).toBe(url);
    auth.clearTokens();
  });

  it('G1-12 is refused with an end in milliseconds', async () => {
    const milliseconds = payload({ expires_at: Date.now() + 3_600_000 });
    await expect(new AuthManager().initializeFromPayload(milliseconds)).rejects.toThrow('expires_at is in milliseconds');
  });

  it('G1-31 may list nothing', async () => {
    const auth = new AuthManager();
    await auth.initializeFromPayload(payload({ agents: [], voices: [], avatars: [] }));
    expect([auth.getAgents(), auth.getVoices(), auth.getAvatars()]).toEqual([[], [], []]);
    auth.clearTokens();
  });

  it('of another person closes what is open under the first', async () => {
    const auth = new AuthManager();
    await auth.initializeFromPayload(payload());
    const reasons: unknown[] = [];
    auth.on('signed-out', (event) => reasons.push(event));
    await auth.initializeFromPayload(payload({ agent_c_token: 'header.other.signature' }));
    expect(reasons).toEqual([{ reason: 'logout' }]);
    expect(auth.getToken()).toBe('header.other.signature');
    auth.clearTokens();
  });
});
