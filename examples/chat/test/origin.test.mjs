// SPDX-License-Identifier: Apache-2.0
// The app's origin against a stub of Stagedoor that says what it was asked.

import assert from 'node:assert/strict';
import { createServer, request as requestOf } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import { createOrigin } from '../origin.mjs';

const folder = new URL('../dist/', import.meta.url);
const buildScript = fileURLToPath(new URL('../build.mjs', import.meta.url));
execFileSync('node', [buildScript]);

describe('the app’s origin', { timeout: 20_000 }, () => {
  let stagedoor;
  let origin;
  let port;
  let asked;

  beforeEach(async () => {
    asked = [];
    stagedoor = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      asked.push({ method: request.method, path: request.url, headers: request.headers, body });
      response.writeHead(201, { 'Content-Type': 'application/json', 'Set-Cookie': '__Host-stagedoor=sd_ses_1; HttpOnly' }).end('{"answered":true}');
    });
    stagedoor.on('upgrade', (request, socket) => {
      asked.push({ method: 'UPGRADE', path: request.url, headers: request.headers });
      socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nfirst');
      socket.pipe(socket);
    });
    origin = createOrigin({ stagedoorUrl: `http://127.0.0.1:${await listen(stagedoor)}`, publishableKey: 'sd_pub_for_the_page', folder });
    port = await listen(origin);
  });

  afterEach(() => {
    for (const server of [origin, stagedoor]) {
      server.close();
      server.closeAllConnections();
    }
  });

  /** As it is, without a client that tidies the path. */
  const ask = (path, { method = 'GET', headers = {}, body } = {}) =>
    new Promise((resolve, reject) => {
      const request = requestOf({ port, host: '127.0.0.1', path, method, headers: { Host: 'chat.example', ...headers } }, async (response) => {
        let text = '';
        for await (const chunk of response) text += chunk;
        resolve({ status: response.statusCode, headers: response.headers, text });
      });
      request.on('error', reject);
      request.end(body);
    });

  it('serves the whole page while it is built again', async () => {
    const { text: whole } = await ask('/app.js');
    let isBuilding = true;
    const builds = Promise.all([1, 2].map(() => promisify(execFile)('node', [buildScript]))).finally(() => (isBuilding = false));
    let rounds = 0;
    for (; isBuilding; rounds++) {
      for (const path of ['/', '/app.js', '/worklet.js', '/style.css', '/icon.svg']) assert.equal((await ask(path)).status, 200, path);
      assert.ok((await ask('/app.js')).text === whole, 'app.js is not whole');
    }
    await builds;
    assert.ok(rounds > 5, `the page was asked for ${rounds} times`);
  });

  it('passes sign-in on, with the page’s host and cookie, and the cookie back', async () => {
    const answer = await ask('/api/auth/login?x=1', { method: 'POST', headers: { Cookie: 'a=b', Origin: 'https://chat.example', Authorization: 'Bearer sd_pub_1' }, body: '{"email":"a"}' });
    assert.equal(answer.status, 201);
    assert.equal(answer.text, '{"answered":true}');
    assert.deepEqual(answer.headers['set-cookie'], ['__Host-stagedoor=sd_ses_1; HttpOnly']);
    const [{ method, path, headers, body }] = asked;
    assert.deepEqual([method, path, body], ['POST', '/api/auth/login?x=1', '{"email":"a"}']);
    assert.deepEqual([headers.host, headers.cookie, headers.origin, headers.authorization], ['chat.example', 'a=b', 'https://chat.example', 'Bearer sd_pub_1']);
  });

  it('says itself whose request it is', async () => {
    await ask('/api/auth/login', { method: 'POST', headers: { 'X-Forwarded-For': '8.8.8.8', Forwarded: 'for=8.8.8.8', 'X-Forwarded-Host': 'evil.example' } });
    const { headers } = asked[0];
    assert.equal(headers['x-forwarded-for'], '127.0.0.1');
    assert.equal(headers.forwarded, undefined);
    assert.equal(headers['x-forwarded-host'], undefined);
  });

  it('passes files on, and nothing else of Stagedoor', async () => {
    assert.equal((await ask('/api/rt/file/file_1')).status, 201);
    assert.equal((await ask('/api/rt/upload_file', { method: 'POST', body: 'x'.repeat(300_000) })).status, 201);
    assert.equal(asked[1].body.length, 300_000);
    asked.length = 0;
    for (const path of ['/api/v1/accounts', '/api/rt/../v1/accounts', '/api/auth/%2e%2e/v1/x', '/api/auth/..%2fv1', '/api/rt/', '/oauth/token', '/metrics', '//evil.example/api/rt/ws', '//', 'http://evil.example/api/rt/ws', 'x:99999', '/%']) {
      const { status } = await ask(path);
      assert.ok([400, 404].includes(status), `${path}: ${status}`);
    }
    assert.deepEqual(asked, []);
  });

  it('joins the two ends of a socket', async () => {
    const socket = connect(port, '127.0.0.1');
    socket.write('GET /api/rt/ws?after=3 HTTP/1.1\r\nHost: chat.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Protocol: stagedoor.v1\r\n\r\n');
    let heard = '';
    socket.setEncoding('utf8').on('data', (text) => (heard += text));
    await until(() => heard.endsWith('first'));
    socket.write('and back');
    await until(() => heard.endsWith('and back'));
    assert.match(heard, /^HTTP\/1\.1 101 /);
    const { path, headers } = asked[0];
    assert.deepEqual([path, headers.host, headers['sec-websocket-protocol']], ['/api/rt/ws?after=3', 'chat.example', 'stagedoor.v1']);
    stagedoor.closeAllConnections();
    socket.destroy();
  });

  it('opens no socket elsewhere', async () => {
    const socket = connect(port, '127.0.0.1');
    socket.write('GET /api/v1/events HTTP/1.1\r\nHost: chat.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    let heard = '';
    socket.setEncoding('utf8').on('data', (text) => (heard += text));
    await new Promise((resolve) => socket.on('close', resolve));
    assert.match(heard, /^HTTP\/1\.1 404 /);
    assert.deepEqual(asked, []);
  });

  it('answers 503 while Stagedoor cannot be reached', async () => {
    stagedoor.close();
    stagedoor.closeAllConnections();
    const { status, text } = await ask('/api/auth/login', { method: 'POST' });
    assert.equal(status, 503);
    assert.equal(JSON.parse(text).code, 'unavailable');
  });

  it('serves the page under a strict policy, with its publishable key, and no file of its own', async () => {
    const { status, headers, text } = await ask('/');
    assert.equal(status, 200);
    assert.match(text, /content="sd_pub_for_the_page"/);
    assert.doesNotMatch(headers['content-security-policy'], /unsafe|\*|https?:|blob:|data:/);
    for (const path of ['/app.js', '/style.css', '/worklet.js', '/icon.svg']) assert.equal((await ask(path)).status, 200, path);
    for (const path of ['/server.mjs', '/../server.mjs', '/%2e%2e/settings.mjs', '/constructor', '/package.json', '/index.html']) {
      assert.equal((await ask(path)).status, 404, path);
    }
    assert.equal((await ask('/', { method: 'POST' })).status, 404);
  });
});

async function until(condition) {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

async function listen(server) {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server.address().port;
}
