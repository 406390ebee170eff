// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RealtimeClient } from '@stagedoor/realtime-core';
import { page } from '../../../test/support/page.js';
import { ScriptedServer } from '../../../test/support/scripted-server.js';
import { refusal } from '../../../test/support/time.js';

describe('an upload', () => {
  const stored = { id: 'file_1', filename: 'note.txt', mime_type: 'text/plain', size: 5 };
  let server: ScriptedServer;
  let client: RealtimeClient;

  beforeEach(async () => {
    server = await ScriptedServer.start();
    server.onRequest = () => ({ body: stored });
    const refresh = async () => ({ agent_c_token: 'header.fresh.signature', expires_at: Math.floor(Date.now() / 1000) + 3_600 });
    ({ client } = await page(server, {}, { refresh }));
  });
  afterEach(() => {
    client.auth.clearTokens();
    server.stop();
  });

  it('goes beside the socket, under the token', async () => {
    expect(await client.uploadFile(new File(['hello'], 'note.txt', { type: 'text/plain' }))).toEqual(stored);
    const [request] = server.requests;
    expect(request).toMatchObject({ method: 'POST', path: '/api/rt/upload_file', headers: { authorization: 'Bearer header.first.signature' } });
    expect(request!.body).toMatch(/name="file"; filename="note.txt"[^]*hello/);
  });

  it('may have another name', async () => {
    await client.uploadFile(new Blob(['hello']), { filename: 'other.txt' });
    expect(server.requests[0]!.body).toContain('filename="other.txt"');
  });

  it('is tried again with a fresh token', async () => {
    server.onRequest = ({ headers }) => (headers.authorization?.includes('fresh') ? { body: stored } : { status: 401 });
    expect(await client.uploadFile(new Blob(['hello']))).toEqual(stored);
    expect(server.requests).toHaveLength(2);
  });

  it('is refused with the server’s reason', async () => {
    server.onRequest = () => ({ status: 413, body: { code: 'payload_too_large' } });
    expect(await refusal(client.uploadFile(new Blob(['hello'])))).toBe('payload_too_large');
  });

  it('above 10 MiB is refused before it is sent', async () => {
    expect(await refusal(client.uploadFile(new Blob([new Uint8Array(10 * 1024 * 1024 + 1)])))).toBe('too_large');
    expect(server.requests).toHaveLength(0);
  });

  it('can be given up', async () => {
    const given = new AbortController();
    server.onRequest = () => {
      given.abort(new Error('given up'));
      return new Promise(() => {});
    };
    await expect(client.uploadFile(new Blob(['hello']), { signal: given.signal })).rejects.toThrow('given up');
  });

  it('is downloaded again, under the token', async () => {
    server.onRequest = () => ({ body: 'hello' });
    expect(await (await client.downloadFile('file_1/../x')).text()).toContain('hello');
    expect(server.requests[0]).toMatchObject({ method: 'GET', path: '/api/rt/file/file_1%2F..%2Fx', headers: { authorization: 'Bearer header.first.signature' } });
  });

  it('needs a sign-in', async () => {
    client.auth.clearTokens();
    expect(await refusal(client.uploadFile(new Blob(['hello'])))).toBe('not_connected');
  });
});
