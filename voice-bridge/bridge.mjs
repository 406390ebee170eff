// SPDX-License-Identifier: Apache-2.0
// The voice bridge: Stagedoor's realtime gateway opens a WebSocket to it for each app user who speaks, and the bridge takes
// part in the LiveKit room for them. It holds no credential of a tenant: each WebSocket brings the token of one participant.

import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { settings } from './settings.mjs';

// Read by @livekit/rtc-node when it is loaded; without it that library writes for people, on standard output.
process.env.NODE_ENV ??= 'production';
const { dispose } = await import('@livekit/rtc-node');
const { WebSocketServer } = await import('ws');
const { Session } = await import('./session.mjs');

const MOST_MESSAGE = 1 << 20;
const PING_MS = 10_000;
const LEAVE_MS = 5_000;

const log = (event, details = {}) => process.stdout.write(`${JSON.stringify({ event, ...details })}\n`);

let own;
try {
  own = settings(process.env);
} catch (error) {
  process.stderr.write(`voice-bridge: ${error.message}\n`);
  process.exit(2);
}
delete process.env.STAGEDOOR_BRIDGE_SECRET;

const digest = (text) => createHash('sha256').update(text).digest();
const wanted = digest(`Bearer ${own.secret}`);
const isOurs = (request) => timingSafeEqual(digest(request.headers.authorization ?? ''), wanted);

const sessions = new Set();
let last = 0;
let leaving = false;

const server = createServer((request, response) => {
  const health = request.method === 'GET' && new URL(request.url, 'http://bridge').pathname === '/health';
  const body = health
    ? { name: 'stagedoor-voice-bridge', status: leaving ? 'leaving' : 'ok', sessions: isOurs(request) ? sessions.size : undefined }
    : { error: 'not found' };
  response.writeHead(health ? (leaving ? 503 : 200) : 404, { 'content-type': 'application/json' });
  response.end(`${JSON.stringify(body)}\n`);
});
const sockets = new WebSocketServer({ noServer: true, maxPayload: MOST_MESSAGE, perMessageDeflate: false });

server.on('upgrade', (request, socket, head) => {
  const refused = isOurs(request) ? (leaving || sessions.size >= own.most ? '503 Service Unavailable' : null) : '401 Unauthorized';
  socket.on('error', () => socket.destroy());
  if (refused !== null) {
    socket.end(`HTTP/1.1 ${refused}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    return;
  }
  sockets.handleUpgrade(request, socket, head, (opened) => begin(opened));
});

function begin(socket) {
  const number = (last += 1);
  const session = new Session(socket, (event, details) => log(event, { session: number, ...details }));
  sessions.add(session);
  log('began', { session: number });
  let alive = true;
  socket.on('pong', () => {
    alive = true;
  });
  const pings = setInterval(() => {
    if (!alive) socket.terminate();
    else socket.ping();
    alive = false;
  }, PING_MS);
  socket.on('close', async () => {
    clearInterval(pings);
    await session.end('the client has left');
    sessions.delete(session);
  });
}

async function leave(signal) {
  if (leaving) return;
  leaving = true;
  log('leaving', { signal, sessions: sessions.size });
  server.close();
  const all = Promise.allSettled([...sessions].map((session) => session.end('the bridge stops', 1001)));
  await Promise.race([all, new Promise((resolve) => setTimeout(resolve, LEAVE_MS))]);
  await dispose();
  process.exit(0);
}
process.on('SIGTERM', leave).on('SIGINT', leave);

// The library emits from callbacks of its own: a failure there is one room's, and the others go on.
process.on('unhandledRejection', (error) => log('failed', { error: String(error?.message ?? error) }));
process.on('uncaughtException', (error) => log('failed', { error: String(error?.message ?? error) }));

server.on('error', (error) => {
  process.stderr.write(`voice-bridge: ${error.message}\n`);
  process.exit(1);
});
server.listen(own.port, own.host, () => log('listening', { address: server.address().address, port: server.address().port }));
