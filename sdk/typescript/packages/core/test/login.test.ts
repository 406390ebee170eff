// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AuthManager } from '@stagedoor/realtime-core';
import { payload } from '../../../test/support/page.js';
import { ScriptedServer } from '../../../test/support/scripted-server.js';
import { refusal } from '../../../test/support/time.js';

const CREDENTIALS = { username: 'ada', password: 'correct horse battery' };

describe('login() with a chat user’s password', () => {
  let server: ScriptedServer;

  beforeEach(async () => {
    server = await ScriptedServer.start();
    vi.spyOn(console, 'warn').mockImplementation(() => {});
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    server.stop();
  });

  it('G1-04 warns that it is for development', async () => {
    server.onRequest = () => ({ body: payload({ websocket_url: undefined }) });
    const auth = new AuthManager({ apiUrl: server.url });
    const signingIn = auth.login(CREDENTIALS);
    expect(console.warn).toHaveBeenCalledWith(expect.stringContaining('should only be used for development'));
    const answered = await signingIn;
    expect(server.requests).toMatchObject([{ path: '/api/rt/login', body: JSON.stringify(CREDENTIALS) }]);
    expect(answered.websocket_url).toBe(server.socketUrl);
    expect(auth.isAuthenticated()).toBe(true);
    auth.clearTokens();
  });

  it('G1-05 refuses in a production build, without a request', async () => {
    vi.stubEnv('NODE_ENV', 'production');
    expect(await refusal(new AuthManager({ apiUrl: server.url }).login(CREDENTIALS))).toBe('development_only');
    expect(server.requests).toHaveLength(0);
  });

  it('G1-05 refuses by its option', async () => {
    expect(await refusal(new AuthManager({ apiUrl: server.url, production: true }).login(CREDENTIALS))).toBe('development_only');
    expect(server.requests).toHaveLength(0);
  });

  it('G1-05 refuses on a page of another machine whose build says nothing', async () => {
    vi.stubGlobal('process', undefined);
    vi.stubGlobal('location', { hostname: 'app.example' });
    const refused = await refusal(new AuthManager({ apiUrl: server.url }).login(CREDENTIALS));
    vi.unstubAllGlobals();
    expect(refused).toBe('development_only');
  });

  it('tells of a wrong password, and stays signed out', async () => {
    server.onRequest = () => ({ status: 401, body: { code: 'unauthenticated', detail: 'No.' } });
    const auth = new AuthManager({ apiUrl: server.url });
    await expect(auth.login(CREDENTIALS)).rejects.toMatchObject({ name: 'ApiError', status: 401, code: 'unauthenticated' });
    expect(auth.isAuthenticated()).toBe(false);
  });

  it('needs an address', async () => {
    expect(await refusal(new AuthManager().login(CREDENTIALS))).toBe('invalid_url');
  });
});
