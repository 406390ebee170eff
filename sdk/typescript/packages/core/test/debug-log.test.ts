// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, payload } from '../../../test/support/page.js';
import { ScriptedServer } from '../../../test/support/scripted-server.js';
import { AuthManager } from '@stagedoor/realtime-core';

const JWT = 'eyJhbGciOiJFZERTQSJ9.eyJzaWQiOiJzZXNfMSJ9.c2lnbmF0dXJl';

describe('debug lines', () => {
  let server: ScriptedServer;
  let lines: { message: string; details: Readonly<Record<string, unknown>> | undefined }[];
  const log = { debug: (message: string, details?: Readonly<Record<string, unknown>>) => void lines.push({ message, details }) };
  const line = (message: string) => lines.find((one) => one.message === message)?.details;

  beforeEach(async () => {
    server = await ScriptedServer.start();
    server.onSocket = (socket) => socket.greet();
    lines = [];
  });
  afterEach(() => server.stop());

  it('G1-32 tell that there is a token, counts and the end, and never the token', async () => {
    const refresh = async () => ({ agent_c_token: `${JWT}2`, expires_at: Math.floor(Date.now() / 1000) + 60 });
    const auth = new AuthManager({ log, refresh });
    await auth.initializeFromPayload(payload({ agent_c_token: JWT, expires_at: 1_900_000_000 }));
    await auth.refreshTokens();
    expect(line('Signed in')).toEqual({
      hasToken: true,
      websocketUrl: 'wss://agents.example/api/rt/ws',
      expiresAt: '2030-03-17T17:46:40.000Z',
      agentCount: 1,
      voiceCount: 1,
    });
    expect(line('Token refresh')).toEqual({ success: true });
    expect(JSON.stringify(lines)).not.toContain('eyJ');
    auth.clearTokens();
  });

  it('G1-32 tell of a failed refresh, and not what the backend said', async () => {
    const auth = new AuthManager({ log, refresh: () => Promise.reject(Object.assign(new Error(JWT), { status: 401 })) });
    await auth.initializeFromPayload(payload({ agent_c_token: JWT }));
    await expect(auth.refreshTokens()).rejects.toThrow();
    expect(line('Token refresh')).toEqual({ success: false });
    expect(JSON.stringify(lines)).not.toContain('eyJ');
  });

  it('G1-33 tell where a client connects, without the query', async () => {
    const { auth, client } = await page(server, { log, apiUrl: `${server.socketUrl}?token=${JWT}`, agentKey: 'tickets' }, { log });
    await client.connect();
    expect(line('Connecting')).toEqual({ url: server.socketUrl, hasToken: true });
    expect(JSON.stringify(lines)).not.toContain('eyJ');
    client.disconnect();
    auth.clearTokens();
  });
});
