// SPDX-License-Identifier: Apache-2.0
import type { TokenSourceConfigurable } from 'livekit-client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StagedoorTokenSource } from '@stagedoor/realtime-core';
import { ScriptedServer } from '../../../test/support/scripted-server.js';

const KEY = 'sd_pub_0123456789';

describe('a token source for LiveKit', () => {
  let server: ScriptedServer;
  let source: StagedoorTokenSource;

  const reply = (nth: number) => ({
    server_url: 'wss://livekit.example',
    participant_token: `header.call${nth}.signature`,
    room_name: 'acme.lobby',
    participant_name: 'Ada',
    expires_at: new Date(Date.now() + 600_000).toISOString(),
  });

  beforeEach(async () => {
    server = await ScriptedServer.start();
    server.onRequest = () => ({ status: 201, body: reply(server.requests.length) });
    source = new StagedoorTokenSource({ apiUrl: server.url, publishableKey: KEY });
  });
  afterEach(() => {
    vi.useRealTimers();
    server.stop();
  });

  it('is one of LiveKit’s own kind', async () => {
    const livekits: TokenSourceConfigurable = source;
    expect(await livekits.fetch({ agentName: 'concierge' })).toEqual({
      serverUrl: 'wss://livekit.example',
      participantToken: 'header.call1.signature',
      roomName: 'acme.lobby',
      participantName: 'Ada',
    });
  });

  it('asks with the publishable key, in the words of the token endpoint', async () => {
    await source.fetch({ participantName: 'Ada', agentName: 'concierge', agentMetadata: '{"a":1}' });
    const [request] = server.requests;
    expect(request).toMatchObject({ method: 'POST', path: '/api/v1/tokens', headers: { authorization: `Bearer ${KEY}` } });
    expect(JSON.parse(request!.body)).toEqual({
      participant_name: 'Ada',
      room_config: { agents: [{ agent_name: 'concierge', metadata: '{"a":1}' }] },
    });
  });

  it('gives the same token for the same options while it is valid', async () => {
    const first = await source.fetch({ agentName: 'concierge' });
    expect(await source.fetch({ agentName: 'concierge' })).toBe(first);
    expect(await source.fetch({ agentName: 'other' })).not.toBe(first);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 541_000 });
    await source.fetch({ agentName: 'other' });
    expect(server.requests).toHaveLength(3);
  });

  it('gives another token when forced', async () => {
    await source.fetch({});
    expect((await source.fetch({}, true)).participantToken).toBe('header.call2.signature');
  });

  it('rejects with the server’s reason', async () => {
    server.onRequest = () => ({ status: 403, body: { code: 'origin_not_allowed', detail: 'Not from here.' } });
    await expect(source.fetch()).rejects.toMatchObject({ status: 403, code: 'origin_not_allowed', message: 'Not from here.' });
  });

  it('refuses a secret key, and a plain address', () => {
    expect(() => new StagedoorTokenSource({ apiUrl: server.url, publishableKey: 'sd_live_0123' })).toThrow(/publishable key/);
    expect(() => new StagedoorTokenSource({ apiUrl: 'http://stagedoor.example', publishableKey: KEY })).toThrow('Only https');
  });
});
