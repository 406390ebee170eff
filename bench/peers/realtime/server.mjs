// SPDX-License-Identifier: Apache-2.0
// The realtime gateway that a team writes first: sessions and WebSockets of app users, checked by JWT and by session, with
// an audit row for each token and each connection. It keeps no places on chat users, no limits, no hash chain, no event log,
// and once a socket is open it checks nothing again: it is beside ours to show what those may cost at most.
//   DATABASE_URL   with the tables of schema.sql          PORT      any free one if not set
//   POOL           connections to it
// Writes "listening on PORT" when it serves.

import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import jwt from 'jsonwebtoken';
import pg from 'pg';
import { WebSocketServer } from 'ws';

const SECRET = process.env.SECRET ?? randomBytes(32).toString('hex');
const HEARTBEAT = 25_000;
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: Number(process.env.POOL ?? 16) });

const sha256 = (text) => createHash('sha256').update(text).digest();
const bearer = (request) => request.headers.authorization?.replace(/^Bearer /, '') ?? '';

async function one(name, text, values) {
  return (await pool.query({ name, text, values })).rows[0];
}

function audit(tenant, action, target, detail) {
  return one(
    'audit',
    'INSERT INTO peer_audit (tenant, at, action, target, detail) VALUES ($1, now(), $2, $3, $4)',
    [tenant, action, target, JSON.stringify(detail)],
  );
}

function tokenOf(session) {
  return jwt.sign({ sub: session.user_id, sid: session.id, tenant: session.tenant }, SECRET, { expiresIn: 3600 });
}

async function openSession(key, body) {
  const owner = await one('key', 'SELECT tenant FROM peer_keys WHERE hash = $1', [sha256(key)]);
  if (!owner) return undefined;
  const text = randomBytes(32).toString('base64url');
  const session = { id: randomBytes(12).toString('hex'), tenant: owner.tenant, user_id: body.user_id };
  await one(
    'session',
    `INSERT INTO peer_sessions (id, hash, tenant, user_id, expires_at)
     VALUES ($1, $2, $3, $4, now() + interval '1 day')`,
    [session.id, sha256(text), session.tenant, session.user_id],
  );
  await audit(session.tenant, 'session.create', session.id, { user: session.user_id });
  return { id: session.id, session_token: text, agent_c: { agent_c_token: tokenOf(session) } };
}

async function refresh(text) {
  const session = await one(
    'session-of-token',
    'SELECT id, tenant, user_id FROM peer_sessions WHERE hash = $1 AND NOT revoked AND expires_at > now()',
    [sha256(text)],
  );
  if (!session) return undefined;
  const token = tokenOf(session);
  await audit(session.tenant, 'session.refresh', session.id, { user: session.user_id });
  return { agent_c: { agent_c_token: token } };
}

async function answer(request, body) {
  switch (`${request.method} ${request.url}`) {
    case 'POST /api/v1/sessions':
      return [201, await openSession(bearer(request), JSON.parse(body))];
    case 'POST /api/auth/refresh-agent-token':
      return [200, await refresh(bearer(request))];
    default:
      return [404, {}];
  }
}

const server = createServer((request, response) => {
  let body = '';
  request.on('data', (more) => (body += more));
  request.on('end', async () => {
    const [status, said] = await answer(request, body).catch((failed) => [500, { error: String(failed) }]);
    const text = JSON.stringify(said ?? { error: 'unauthorized' });
    response.writeHead(said ? status : 401, {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(text),
      'Cache-Control': 'no-store',
    });
    response.end(text);
  });
});
// Node's own five seconds would end kept connections between two runs.
server.keepAliveTimeout = 120_000;

const sockets = new WebSocketServer({
  server,
  path: '/api/rt/ws',
  maxPayload: 64 << 10,
  handleProtocols: () => 'stagedoor.v1',
});

async function connect(socket, request) {
  const token = (request.headers['sec-websocket-protocol'] ?? '').split(/, */).find((one) => one.startsWith('stagedoor.token.'));
  const claims = jwt.verify(token?.slice('stagedoor.token.'.length) ?? '', SECRET);
  const session = await one(
    'session-by-id',
    'SELECT id, tenant, user_id FROM peer_sessions WHERE id = $1 AND NOT revoked AND expires_at > now()',
    [claims.sid],
  );
  if (!session) throw new Error('the session has ended');
  const wanted = new URL(request.url, 'http://localhost').searchParams.get('ui_session_id') ?? '';
  const resumed = await one(
    'resume',
    'UPDATE peer_ui_sessions SET seen_at = now() WHERE id = $1 AND tenant = $2 AND user_id = $3 RETURNING id, seq',
    [wanted, session.tenant, session.user_id],
  );
  const ui =
    resumed ??
    (await one(
      'begin',
      `INSERT INTO peer_ui_sessions (id, tenant, user_id, seen_at) VALUES ($1, $2, $3, now()) RETURNING id, seq`,
      [`ui_${randomBytes(24).toString('base64url')}`, session.tenant, session.user_id],
    ));
  await audit(session.tenant, 'connect', session.user_id, { ui: ui.id });
  const page = { socket, ui: ui.id, seq: Number(ui.seq), timer: undefined };
  const say = (type, data) => socket.send(JSON.stringify({ type, seq: page.seq, ...data }));
  say('ui_session_id_changed', { ui_session_id: ui.id, resumed: Boolean(resumed), heartbeat_ms: HEARTBEAT });
  if (!resumed) {
    say('chat_user_data', { user: { id: session.user_id, roles: [], groups: [] } });
    say('agent_list', { agents: [{ agent_key: 'parrot', name: 'Parrot', tools: [] }] });
  }
  say('user_turn_start', {});
  page.timer = setInterval(() => say('ping', {}), HEARTBEAT);
  socket.on('close', () => clearInterval(page.timer));
  socket.on('message', (data) =>
    hear(page, JSON.parse(data.toString())).catch(() => socket.close(1011, 'internal error')),
  );
}

async function hear(page, said) {
  if (said.type !== 'text_input') return;
  const tell = (type, data) => page.socket.send(JSON.stringify({ type, seq: ++page.seq, ...data }));
  await store(page, 'user', said.text);
  tell('user_turn_end', {});
  tell('interaction', { started: true });
  tell('user_message', { message: { role: 'user', content: said.text } });
  tell('completion', { running: true });
  tell('text_delta', { content: said.text });
  await store(page, 'assistant', said.text);
  tell('completion', { running: false, stop_reason: 'end_turn' });
  tell('message', { message: { role: 'assistant', content: said.text } });
  tell('interaction', { started: false });
  tell('user_turn_start', {});
}

function store(page, role, content) {
  return one(
    'message',
    'INSERT INTO peer_messages (ui_session_id, role, content, at) VALUES ($1, $2, $3, now())',
    [page.ui, role, content],
  );
}

sockets.on('connection', (socket, request) => {
  socket.on('error', () => socket.terminate());
  connect(socket, request).catch(() => socket.close(4403, 'unauthenticated'));
});

server.listen({ port: Number(process.env.PORT ?? 0), host: '127.0.0.1', backlog: 4096 }, () => {
  console.log(`listening on ${server.address().port}`);
});
