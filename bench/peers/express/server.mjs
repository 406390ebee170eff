// SPDX-License-Identifier: Apache-2.0
// The token server that a team writes first: API key → tenant by SHA-256, a LiveKit token, an audit row, LiveKit's answer.
// It keeps no hash chain, no budget, no rate limit, no revocation: it is beside ours to show what those may cost at most.
//   DATABASE_URL   with the tables of schema.sql          WORKERS   processes; 1 if not set
//   POOL           connections to it, of all workers      PORT      any free one if not set
// Writes "listening on PORT" when it serves.

import cluster from 'node:cluster';
import { createHash } from 'node:crypto';
import express from 'express';
import { AccessToken } from 'livekit-server-sdk';
import pg from 'pg';

const workers = Number(process.env.WORKERS ?? 1);

if (workers > 1 && cluster.isPrimary) {
  const listening = new Set();
  cluster.on('listening', (worker, { port }) => {
    listening.add(worker.id);
    if (listening.size === workers) console.log(`listening on ${port}`);
  });
  for (let i = 0; i < workers; i++) cluster.fork();
} else {
  serve();
}

function serve() {
  const pool = new pg.Pool({
    connectionString: process.env.DATABASE_URL,
    max: Math.ceil(Number(process.env.POOL ?? 16) / workers),
  });
  const app = express();
  app.disable('x-powered-by');
  app.use(express.json({ limit: '1mb' }));
  app.post('/api/v1/tokens', async (request, response) => {
    const tenant = await tenantOf(pool, request.get('authorization'));
    if (!tenant) return response.status(401).json({ error: 'unauthorized' });
    response.status(201).set('Cache-Control', 'no-store').json(await mint(pool, tenant, request.body ?? {}));
  });
  const server = app.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => {
    if (workers === 1) console.log(`listening on ${server.address().port}`);
  });
  // Node's own five seconds would end kept connections between two runs.
  server.keepAliveTimeout = 120_000;
}

async function tenantOf(pool, authorization) {
  const key = authorization?.startsWith('Bearer ') ? authorization.slice(7) : '';
  const found = await pool.query({
    name: 'tenant-of-key',
    text: `SELECT tenant, server_url, livekit_key, livekit_secret FROM peer_keys
            WHERE hash = $1 AND NOT revoked`,
    values: [createHash('sha256').update(key).digest()],
  });
  return found.rows[0];
}

async function mint(pool, tenant, asked) {
  const room = `${tenant.tenant}.${asked.room_name ?? crypto.randomUUID()}`;
  const identity = asked.participant_identity ?? crypto.randomUUID();
  const name = asked.participant_name ?? identity;
  const ttl = asked.ttl ?? 3600;
  const expiresAt = new Date(Date.now() + ttl * 1000);
  const token = new AccessToken(tenant.livekit_key, tenant.livekit_secret, {
    identity,
    name,
    ttl,
    metadata: asked.participant_metadata,
    attributes: asked.participant_attributes,
  });
  token.addGrant({ room, roomJoin: true, canPublish: true, canSubscribe: true, canPublishData: true });
  const jwt = await token.toJwt();
  await pool.query({
    name: 'audit',
    text: 'INSERT INTO peer_audit (tenant, at, action, target, detail) VALUES ($1, now(), $2, $3, $4)',
    values: [tenant.tenant, 'token.mint', identity, JSON.stringify({ room, expires_at: expiresAt })],
  });
  return {
    server_url: tenant.server_url,
    participant_token: jwt,
    room_name: room,
    participant_name: name,
    expires_at: expiresAt,
  };
}
