// SPDX-License-Identifier: Apache-2.0
// The part of an application that holds the tenant's API key: the browser requests a call and gets a token.

import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';

const here = (path) => new URL(path, import.meta.url);
const FILES = {
  '/': [here('../web/index.html'), 'text/html; charset=utf-8'],
  '/app.mjs': [here('../web/app.mjs'), 'text/javascript'],
  '/style.css': [here('../web/style.css'), 'text/css'],
  '/vendor/livekit-client.mjs': [here('node_modules/livekit-client/dist/livekit-client.esm.mjs'), 'text/javascript'],
};
const HEADERS = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy':
    "default-src 'self'; connect-src 'self' ws: wss: http: https:; img-src 'self' data:; media-src 'self' blob:; worker-src 'self' blob:; frame-ancestors 'none'",
};
const USER_COOKIE = 'user';

/** `settings`: stagedoorUrl, apiKey, agentSlug. Returns a server that is not yet listening. */
export function createBackend(settings) {
  return createServer((request, response) => {
    const path = new URL(request.url, 'http://backend').pathname;
    const answer = request.method === 'POST' && path === '/token' ? startCall(settings, request, response) : serveFile(path, request, response);
    answer.catch((error) => {
      console.error(`backend: ${error.message}`);
      if (!response.headersSent) send(response, 502, { detail: 'The call could not be started. Please try again.' });
    });
  });
}

/** LiveKit's token endpoint. The browser's request body is not read: room, identity and agent are decided here. */
async function startCall({ stagedoorUrl, apiKey, agentSlug }, request, response) {
  request.resume();
  const userId = userOf(request);
  if (userId === undefined) return send(response, 401, { detail: 'Open the page first.' });
  const answer = await fetch(`${stagedoorUrl}/api/v1/trigger`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${apiKey}`, 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() },
    body: JSON.stringify({ agent_slug: agentSlug, mode: 'voice', user_id: userId, wait: 'sent' }),
    signal: AbortSignal.timeout(20_000),
  });
  const body = await answer.json();
  if (!answer.ok) {
    console.error(`backend: trigger answered ${answer.status} ${body.code} (request ${body.request_id}): ${body.detail}`);
    const busy = answer.status === 429 || answer.status === 503;
    return send(response, busy ? 503 : 502, { detail: busy ? 'All agents are busy. Please try again soon.' : 'The call could not be started.' });
  }
  send(response, 201, { server_url: body.server_url, participant_token: body.participant_token });
}

async function serveFile(path, request, response) {
  const [file, type] = (request.method === 'GET' && FILES[path]) || [];
  if (file === undefined) return send(response, 404, { detail: 'No such page.' });
  // A real application would know its signed-in user; this example treats each browser as a separate user.
  const newUser = path === '/' && userOf(request) === undefined;
  const cookie = newUser && { 'Set-Cookie': `${USER_COOKIE}=${randomUUID()}; HttpOnly; SameSite=Strict; Path=/` };
  const content = await readFile(file);
  response.writeHead(200, { ...HEADERS, ...cookie, 'Content-Type': type }).end(content);
}

function userOf(request) {
  return new RegExp(`(?:^|; )${USER_COOKIE}=([0-9a-f-]{36})(?:;|$)`).exec(request.headers.cookie ?? '')?.[1];
}

function send(response, status, body) {
  response.writeHead(status, { ...HEADERS, 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
