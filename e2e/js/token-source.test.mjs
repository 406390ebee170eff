// SPDX-License-Identifier: Apache-2.0
// LiveKit's own JavaScript `TokenSource.endpoint`, unmodified, against POST /api/v1/tokens of a running Stagedoor.
//   STAGEDOOR_URL    base URL of the server, such as http://127.0.0.1:8080
//   STAGEDOOR_KEY    a tenant's secret API key with permission to mint tokens
//   STAGEDOOR_AGENT  name of an agent that the tenant may dispatch; default `demo`

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { TokenSource, decodeTokenPayload } from 'livekit-client';

const missing = ['STAGEDOOR_URL', 'STAGEDOOR_KEY'].filter((name) => !process.env[name]);
if (missing.length > 0) {
  throw new Error(`${missing.join(', ')} not set: these tests need a started Stagedoor and a tenant's API key`);
}
const ENDPOINT = `${process.env.STAGEDOOR_URL.replace(/\/+$/, '')}/api/v1/tokens`;
const KEY = process.env.STAGEDOOR_KEY;
const AGENT = process.env.STAGEDOOR_AGENT || 'demo';

const source = (key = KEY) => TokenSource.endpoint(ENDPOINT, { headers: { Authorization: `Bearer ${key}` } });
const unique = (name) => `${name}-${randomBytes(4).toString('hex')}`;

describe('connection details for every option a frontend can set', { timeout: 30_000 }, () => {
  it('carry the name, identity, metadata and attributes that were asked for', async () => {
    const room = unique('lobby');
    const identity = unique('alice');
    const details = await source().fetch({
      roomName: room,
      participantName: 'Alice',
      participantIdentity: identity,
      participantMetadata: '{"seat":"A 1"}',
      participantAttributes: { language: 'en', tier: 'gold' },
      agentName: AGENT,
      agentMetadata: '{"greeting":"short"}',
    });
    assert.match(details.serverUrl, /^wss?:\/\//);
    const claims = decodeTokenPayload(details.participantToken);
    assert.equal(claims.sub, identity);
    assert.equal(claims.name, 'Alice');
    assert.equal(claims.metadata, '{"seat":"A 1"}');
    assert.deepEqual(claims.attributes, { language: 'en', tier: 'gold' });
    assert.match(claims.video.room, new RegExp(`^[a-z0-9-]+\\.${room}$`));
  });

  it('admit to that one room and to nothing else', async () => {
    const details = await source().fetch({ roomName: unique('lobby'), agentName: AGENT });
    const claims = decodeTokenPayload(details.participantToken);
    assert.equal(claims.video.roomJoin, true);
    for (const grant of ['canPublish', 'canSubscribe', 'canPublishData']) {
      assert.equal(typeof claims.video[grant], 'boolean', grant);
    }
    for (const grant of ['roomCreate', 'roomList', 'roomRecord', 'roomAdmin', 'ingressAdmin', 'hidden', 'agent']) {
      assert.ok(!claims.video[grant], grant);
    }
    assert.ok(!claims.sip?.admin && !claims.sip?.call);
    for (const claim of ['nbf', 'iat', 'exp', 'jti', 'iss']) assert.ok(claims[claim], claim);
    assert.ok(claims.exp - claims.nbf <= 24 * 3_600);
    assert.equal(claims.roomConfig?.agents?.length, 1, 'LiveKit sends the agent when the first person enters');
  });

  it('come as 201 in snake case, never to be cached, with what Swift and Android also read', async () => {
    const response = await fetch(ENDPOINT, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${KEY}` },
      body: JSON.stringify({ participant_name: 'Bob', room_config: {} }),
    });
    assert.equal(response.status, 201);
    assert.match(response.headers.get('cache-control'), /no-store/);
    const body = await response.json();
    const claims = decodeTokenPayload(body.participant_token);
    assert.equal(body.room_name, claims.video.room);
    assert.equal(body.participant_name, 'Bob');
    assert.match(body.server_url, /^wss?:\/\//);
    assert.equal(Math.floor(Date.parse(body.expires_at) / 1000), claims.exp);
  });

  it('are made up by the server when nothing is asked for', async () => {
    const first = decodeTokenPayload((await source().fetch({})).participantToken);
    const second = decodeTokenPayload((await source().fetch({})).participantToken);
    assert.ok(first.sub && first.video.room);
    assert.notEqual(first.sub, second.sub);
    assert.notEqual(first.video.room, second.video.room);
  });
});

describe('a token source that is asked again', { timeout: 30_000 }, () => {
  it('re-uses the token while it is valid and the options are the same', async () => {
    const tokens = source();
    const options = { roomName: unique('lobby'), participantIdentity: unique('bob'), participantAttributes: { a: '1' } };
    const first = await tokens.fetch(options);
    assert.equal((await tokens.fetch(options)).participantToken, first.participantToken);
  });

  it('asks for a new one when the options change or it is forced to', async () => {
    const tokens = source();
    const room = unique('lobby');
    const first = await tokens.fetch({ roomName: room, participantIdentity: 'bob' });
    const other = await tokens.fetch({ roomName: room, participantIdentity: 'alice' });
    assert.equal(decodeTokenPayload(other.participantToken).sub, 'alice');
    assert.notEqual(other.participantToken, first.participantToken);
    const forced = await tokens.fetch({ roomName: room, participantIdentity: 'alice' }, true);
    assert.notEqual(forced.participantToken, other.participantToken);
  });
});

describe('a refusal', { timeout: 30_000 }, () => {
  it('of an unknown key reaches the developer with status and reason, and without the key', async () => {
    const wrong = KEY.replace(/.{8}$/, 'AAAAAAAA');
    const problem = await refusal(source(wrong).fetch({}), 401);
    assert.ok(!JSON.stringify(problem).includes(wrong));
  });

  it('of a field names the field', async () => {
    const problem = await refusal(source().fetch({ roomName: 'r'.repeat(257) }), 400, 422);
    assert.match(JSON.stringify(problem), /room_name/);
  });
});

/** The problem document inside the error that LiveKit's client throws. */
async function refusal(fetching, ...statuses) {
  const error = await fetching.then(
    () => assert.fail('the server should have refused'),
    (thrown) => thrown,
  );
  const [, status, text] = /: received (\d+) \/ ([\s\S]*)$/.exec(error.message) ?? assert.fail(`not LiveKit's error: ${error.message}`);
  assert.ok(statuses.includes(Number(status)), `status ${status}, expected ${statuses.join(' or ')}`);
  const problem = JSON.parse(text);
  assert.ok(problem.code && problem.detail && problem.request_id, text);
  return problem;
}
