// SPDX-License-Identifier: Apache-2.0
// The app's origin: serves the page, and passes what the page asks of Stagedoor on to it. So the session's cookie is one
// of this origin, and the page needs no permission to call another one. It holds no key that must be kept secret.

import { readFile } from 'node:fs/promises';
import { createServer, request as requestOf } from 'node:http';
import { request as secureRequestOf } from 'node:https';

const FILES = {
  '/': ['index.html', 'text/html; charset=utf-8'],
  '/app.js': ['app.js', 'text/javascript'],
  '/worklet.js': ['worklet.js', 'text/javascript'],
  '/style.css': ['style.css', 'text/css'],
  '/icon.svg': ['icon.svg', 'image/svg+xml'],
};
const HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; '),
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'microphone=(self), camera=(), geolocation=()',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};
/** Sign-in, sockets and files of app users; nothing else of Stagedoor can be reached through this server. */
const PASSED_ON = /^\/api\/(auth|rt)\/[\w-]+(\/[\w-]+)?$/;
const OF_ONE_HOP = new Set(['connection', 'keep-alive', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'proxy-authorization', 'expect']);

/** `settings`: stagedoorUrl, publishableKey, folder of the built page. Returns a server that is not yet listening. */
export function createOrigin(settings) {
  const server = createServer((request, response) => {
    const { pathname, search } = addressOf(request);
    if (PASSED_ON.test(pathname)) return pass(settings, pathname + search, request, response);
    serve(settings, pathname, request, response).catch((error) => fail(response, error));
  });
  server.on('upgrade', (request, socket, head) => upgrade(settings, request, socket, head));
  return server;
}

/** Whatever a client sends as its target must not end this server. */
function addressOf({ url }) {
  try {
    return new URL(`http://origin${url}`);
  } catch {
    return { pathname: '', search: '' };
  }
}

async function serve({ folder, publishableKey }, pathname, request, response) {
  const [name, type] = (['GET', 'HEAD'].includes(request.method) && Object.hasOwn(FILES, pathname) && FILES[pathname]) || [];
  if (name === undefined) return send(response, 404, { detail: 'No such page.' });
  let content = await readFile(new URL(name, folder));
  if (pathname === '/') content = content.toString().replace('PUBLISHABLE_KEY', publishableKey);
  response.writeHead(200, { ...HEADERS, 'Content-Type': type }).end(content);
}

function pass({ stagedoorUrl }, path, request, response) {
  const asked = ask(stagedoorUrl, path, request, forwarded(request));
  asked.on('response', (answer) => {
    const headers = Object.entries(answer.headers).filter(([name]) => !OF_ONE_HOP.has(name));
    response.writeHead(answer.statusCode, Object.fromEntries(headers));
    answer.pipe(response);
    answer.on('error', () => response.destroy());
  });
  asked.on('error', (error) => fail(response, error));
  response.on('close', () => asked.destroy());
  request.pipe(asked);
}

/** The rest of a WebSocket is bytes that are passed to and fro. */
function upgrade({ stagedoorUrl }, request, socket, head) {
  const { pathname, search } = addressOf(request);
  socket.on('error', () => socket.destroy());
  if (pathname !== '/api/rt/ws') return refuse(socket, '404 Not Found');
  const headers = { ...forwarded(request), connection: 'Upgrade', upgrade: request.headers.upgrade };
  const asked = ask(stagedoorUrl, pathname + search, request, headers);
  asked.on('upgrade', (answer, upstream, first) => {
    const lines = answer.rawHeaders.flatMap((name, i, all) => (i % 2 === 0 ? [`${name}: ${all[i + 1]}`] : []));
    socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`);
    upstream.write(head);
    socket.write(first);
    upstream.on('error', () => socket.destroy()).on('close', () => socket.destroy());
    socket.on('close', () => upstream.destroy());
    upstream.pipe(socket).pipe(upstream);
  });
  asked.on('response', (answer) => {
    answer.resume();
    refuse(socket, `${answer.statusCode} ${answer.statusMessage}`);
  });
  asked.on('error', () => refuse(socket, '502 Bad Gateway'));
  socket.on('close', () => asked.destroy());
  asked.end();
}

function ask(stagedoorUrl, path, { method }, headers) {
  const url = new URL(path, stagedoorUrl);
  // Of the address only what was checked above comes from the client.
  return (url.protocol === 'https:' ? secureRequestOf : requestOf)(url, { method, headers, agent: false });
}

/** `Host` stays the page's: by it, Stagedoor tells own pages from others, and names the socket's address. */
function forwarded(request) {
  const kept = Object.entries(request.headers).filter(([name]) => !OF_ONE_HOP.has(name) && !/^(x-)?forwarded/.test(name));
  return { ...Object.fromEntries(kept), 'x-forwarded-for': request.socket.remoteAddress };
}

function refuse(socket, status) {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function fail(response, error) {
  console.error(`chat: ${error.message}`);
  if (response.headersSent) return response.destroy();
  send(response, 503, { code: 'unavailable', detail: 'The service cannot be reached now. Please try again.' });
}

function send(response, status, body) {
  response.writeHead(status, { ...HEADERS, 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
