// SPDX-License-Identifier: Apache-2.0
// The example backend against a stub that answers like Stagedoor's trigger.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { createBackend } from '../backend.mjs';

const API_KEY = 'sd_live_only_the_backend_knows';
const CALL = {
  call_id: 'call_1',
  room_name: 'acme.call-1',
  server_url: 'ws://127.0.0.1:7880',
  participant_token: 'header.claims.signature',
  expires_at: '2026-01-01T00:10:00Z',
  dispatch: { id: 'dsp_1', status: 'sent', attempts: 1, agent_name: 'demo' },
};

describe('the example backend', { timeout: 10_000 }, () => {
  let stagedoor;
  let backend;
  let url;
  let asked;
  let answer;

  beforeEach(async () => {
    asked = [];
    answer = [201, CALL];
    stagedoor = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      asked.push({ method: request.method, path: request.url, headers: request.headers, body: JSON.parse(body) });
      response.writeHead(answer[0], { 'Content-Type': 'application/json' }).end(JSON.stringify(answer[1]));
    });
    backend = createBackend({ stagedoorUrl: await listen(stagedoor), apiKey: API_KEY, agentSlug: 'demo' });
    url = await listen(backend);
  });

  afterEach(() => {
    for (const server of [backend, stagedoor]) {
      server.close();
      server.closeAllConnections();
    }
  });

  const openPage = async () => (await fetch(url)).headers.get('set-cookie').split(';')[0];
  const askToken = (cookie, body = {}) =>
    fetch(`${url}/token`, { method: 'POST', headers: { 'Content-Type': 'application/json', ...(cookie && { cookie }) }, body: JSON.stringify(body) });

  it('triggers a call for its own user and gives the browser url and token only', async () => {
    const response = await askToken(await openPage());
    assert.equal(response.status, 201);
    assert.deepEqual(await response.json(), { server_url: CALL.server_url, participant_token: CALL.participant_token });
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.equal(asked.length, 1);
    const [{ method, path, headers, body }] = asked;
    assert.equal(`${method} ${path}`, 'POST /api/v1/trigger');
    assert.equal(headers.authorization, `Bearer ${API_KEY}`);
    assert.ok(headers['idempotency-key']);
    const { user_id: userId, ...rest } = body;
    assert.match(userId, /^[0-9a-f-]{36}$/);
    assert.deepEqual(rest, { agent_slug: 'demo', mode: 'voice', wait: 'sent' });
  });

  it('lets the browser choose neither room nor identity nor agent', async () => {
    const cookie = await openPage();
    await askToken(cookie, { room_name: 'boardroom', participant_identity: 'bob', room_config: { agents: [{ agent_name: 'other' }] } });
    assert.deepEqual(Object.keys(asked[0].body).sort(), ['agent_slug', 'mode', 'user_id', 'wait']);
    assert.equal(asked[0].body.agent_slug, 'demo');
    assert.equal(`user=${asked[0].body.user_id}`, cookie);
  });

  it('gives nothing to a browser that never opened the page', async () => {
    assert.equal((await askToken()).status, 401);
    assert.equal((await askToken('user=not-one-of-ours')).status, 401);
    assert.deepEqual(asked, []);
  });

  it('tells the user that all are busy, and keeps the reason to itself', async () => {
    answer = [429, { code: 'rate_limited', detail: 'Tenant acme has used its dispatches.', request_id: 'req_1' }];
    const response = await askToken(await openPage());
    assert.equal(response.status, 503);
    assert.deepEqual(await response.json(), { detail: 'All agents are busy. Please try again soon.' });
  });

  it('answers 502 when Stagedoor refuses or cannot be reached', async () => {
    const cookie = await openPage();
    answer = [401, { code: 'unauthenticated', detail: 'Unknown API key.', request_id: 'req_1' }];
    assert.equal((await askToken(cookie)).status, 502);
    stagedoor.close();
    stagedoor.closeAllConnections();
    const response = await askToken(cookie);
    assert.equal(response.status, 502);
    assert.ok(!(await response.text()).includes(API_KEY));
  });

  it('serves the page, its script and the LiveKit client, and no other file', async () => {
    for (const path of ['/', '/app.mjs', '/style.css', '/vendor/livekit-client.mjs']) {
      const response = await fetch(url + path);
      assert.equal(response.status, 200, path);
      assert.match(response.headers.get('content-security-policy'), /default-src 'self'/);
      assert.ok(!(await response.text()).includes(API_KEY));
    }
    for (const path of ['/backend.mjs', '/../backend.mjs', '/%2e%2e/backend.mjs', '/constructor', '/package.json']) {
      assert.equal((await fetch(url + path)).status, 404, path);
    }
  });

  it('keeps a browser the same user', async () => {
    const cookie = await openPage();
    assert.equal((await fetch(url, { headers: { cookie } })).headers.get('set-cookie'), null);
  });
});

async function listen(server) {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${server.address().port}`;
}
