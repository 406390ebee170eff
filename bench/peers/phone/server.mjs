// SPDX-License-Identifier: Apache-2.0
// The phone webhook that a team writes first: signature, block list, room, dispatch, token, answer. It asks LiveKit for an agent
// and answers without waiting for one, keeps no record, no limits and no call ids: a call that is reported twice gets two rooms.
//   LIVEKIT_URL, LIVEKIT_API_KEY, LIVEKIT_API_SECRET   the project          AGENT_NAME   who answers
//   WEBHOOK_SECRET   signs the timestamp and the body                      BLOCKED      callers, separated by commas
//   PORT             any free one if not set
// Writes "listening on PORT" when it serves.

import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { AccessToken, AgentDispatchClient, RoomServiceClient } from 'livekit-server-sdk';

const { LIVEKIT_URL, LIVEKIT_API_KEY, LIVEKIT_API_SECRET, AGENT_NAME, WEBHOOK_SECRET } = process.env;
const blocked = new Set((process.env.BLOCKED ?? '').split(',').filter(Boolean));
const api = LIVEKIT_URL.replace(/^ws/, 'http');
const rooms = new RoomServiceClient(api, LIVEKIT_API_KEY, LIVEKIT_API_SECRET);
const dispatches = new AgentDispatchClient(api, LIVEKIT_API_KEY, LIVEKIT_API_SECRET);

function isSigned(headers, body) {
  const at = headers['x-webhook-timestamp'] ?? '';
  if (Math.abs(Date.now() / 1000 - Number(at)) > 300) return false;
  const expected = `sha256=${createHmac('sha256', WEBHOOK_SECRET).update(at).update(body).digest('hex')}`;
  const sent = headers['x-webhook-signature'] ?? '';
  return sent.length === expected.length && timingSafeEqual(Buffer.from(sent), Buffer.from(expected));
}

const reject = (status, reason) => [status, { reject: { reason, status_code: status } }];

async function answer(headers, body) {
  if (!isSigned(headers, body)) return reject(401, 'Unauthorized');
  const { from, to, callId } = JSON.parse(body.toString());
  if (typeof from !== 'string' || typeof to !== 'string') return reject(400, 'Invalid request');
  if (blocked.has(from)) return reject(403, 'Number not in service');
  const room = `call-${Date.now()}-${Math.random().toString(36).slice(2, 9)}`;
  const about = { from_number: from, to_number: to, call_id: callId };
  await rooms.createRoom({
    name: room,
    emptyTimeout: 300,
    maxParticipants: 2,
    metadata: JSON.stringify({ type: 'phone_call', ...about, started_at: new Date().toISOString() }),
  });
  await dispatches.createDispatch(room, AGENT_NAME, {
    metadata: JSON.stringify({ type: 'inbound_call', ...about, is_telephony: true }),
  });
  return [200, { join_room: await seat(room, from, to, callId) }];
}

async function seat(room, from, to, callId) {
  const identity = `caller-${from.replace(/\D/g, '')}`;
  const metadata = JSON.stringify({ phone_number: from, called_number: to, call_id: callId, is_caller: true });
  const token = new AccessToken(LIVEKIT_API_KEY, LIVEKIT_API_SECRET, { identity, name: `Caller ${from}`, ttl: 3600, metadata });
  token.addGrant({ room, roomJoin: true, canPublish: true, canSubscribe: true, canPublishData: true });
  return {
    room,
    token: await token.toJwt(),
    server_url: LIVEKIT_URL,
    participant_identity: identity,
    participant_name: `Caller ${from}`,
    participant_metadata: metadata,
  };
}

const server = createServer((request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', async () => {
    const routed = request.method === 'POST' && request.url === '/api/sip/inbound';
    const [status, said] = routed
      ? await answer(request.headers, Buffer.concat(parts)).catch(() => reject(500, 'Internal server error'))
      : [404, {}];
    const text = JSON.stringify(said);
    response.writeHead(status, {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(text),
      'Cache-Control': 'no-store',
    });
    response.end(text);
  });
});
// Node's own five seconds would end kept connections between two runs.
server.keepAliveTimeout = 120_000;
server.listen({ port: Number(process.env.PORT ?? 0), host: '127.0.0.1', backlog: 4096 }, () => {
  console.log(`listening on ${server.address().port}`);
});
