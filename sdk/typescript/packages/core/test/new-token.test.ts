// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it, vi } from 'vitest';
import { conversation } from '../../../test/support/conversation.js';
import { settle, until } from '../../../test/support/time.js';

const inAnHour = () => Math.floor(Date.now() / 1000) + 3_600;

describe('G1-38 a conversation under a new token', () => {
  const talk = conversation();

  const fresh = () => ({ agent_c_token: 'header.fresh.signature', expires_at: inAnHour() });

  it('goes on over the same socket', async () => {
    await talk.connect();
    const deltas = talk.heard('text_delta');
    talk.socket.event('text_delta', { content: 'a' });
    await talk.client.auth.updateTokens(fresh());
    expect(await talk.socket.receive('auth_refresh')).toEqual({ type: 'auth_refresh', token: 'header.fresh.signature' });
    talk.socket.tell('auth_refreshed', { expires_at: inAnHour() });
    talk.socket.event('text_delta', { content: 'b' });
    await until(() => deltas[1]);
    expect(talk.server.sockets).toHaveLength(1);
    expect(talk.socket.closed).toBeUndefined();
  });

  it('is told at once, if the token changed while the socket was opening', async () => {
    talk.server.onSocket = () => {};
    await talk.signIn();
    const connecting = talk.client.connect();
    talk.socket = await talk.server.socket(1);
    await talk.client.auth.updateTokens(fresh());
    talk.socket.greet();
    await connecting;
    expect(await talk.socket.receive('auth_refresh')).toMatchObject({ token: 'header.fresh.signature' });
  });

  it('gets one when the server says that the old one ends', async () => {
    const refresh = vi.fn(async () => fresh());
    await talk.connect({}, {}, { refresh });
    talk.socket.tell('token_expiring', { expires_at: inAnHour() });
    await talk.socket.receive('auth_refresh');
    talk.socket.tell('token_expiring', { expires_at: inAnHour() - 60 });
    await settle();
    expect(refresh).toHaveBeenCalledTimes(1);
  });
});
