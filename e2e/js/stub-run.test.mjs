// SPDX-License-Identifier: Apache-2.0
// Checks the end-to-end scripts themselves, without a Stagedoor: the token tests against a stub that keeps
// the contract and against stubs that break it, and the participant on a real livekit-server.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startLiveKit, until, watch } from '../../examples/agent/test/livekit.mjs';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const { PATH, HOME } = process.env;

function run(args, env) {
  return watch(spawn(process.execPath, args, { cwd: FOLDER, env: { PATH, HOME, ...env } }), args.join(' '));
}

function sign(apiKey, apiSecret, claims) {
  const now = Math.floor(Date.now() / 1000);
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const body = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ iss: apiKey, nbf: now, iat: now, exp: now + 3_600, jti: randomUUID(), ...claims })}`;
  return `${body}.${createHmac('sha256', apiSecret).update(body).digest('base64url')}`;
}

const joinGrant = (room) => ({ room, roomJoin: true, canPublish: true, canSubscribe: true, canPublishData: true });

describe('the token tests', { timeout: 60_000 }, () => {
  it('fail, saying what they need, when no server is named', async () => {
    const tests = run(['--test', 'token-source.test.mjs'], {});
    assert.notEqual(await tests.ended, 0);
    assert.match(tests.output(), /STAGEDOOR_URL, STAGEDOOR_KEY not set: these tests need a started Stagedoor/);
  });

  it('pass against a server that keeps to the contract', async () => {
    const { code, output } = await againstStub((claims) => claims);
    assert.equal(code, 0, output);
  });

  /** Ways a server can be wrong, and the test that must notice each. */
  const broken = [
    ['a token that may administer the room', 'to nothing else', (claims) => ({ ...claims, video: { ...claims.video, roomAdmin: true } })],
    ["a grant left to LiveKit's default", 'to nothing else', (claims) => ({ ...claims, video: { ...claims.video, canPublish: undefined } })],
    ['an agent left out of the token', 'to nothing else', (claims) => ({ ...claims, roomConfig: undefined })],
    ['a room without the tenant prefix', 'that were asked for', (claims) => ({ ...claims, video: { ...claims.video, room: claims.video.room.slice(5) } })],
    ['a token that is about to expire', 're-uses the token', (claims) => ({ ...claims, exp: Math.floor(Date.now() / 1000) + 30 })],
    ['a guest who is always the same', 'made up by the server', (claims) => ({ ...claims, sub: 'guest' })],
  ];
  for (const [what, noticed, bend] of broken) {
    it(`fail on ${what}`, async () => {
      const { code, output } = await againstStub(bend);
      assert.equal(code, 1);
      assert.match(output, new RegExp(`not ok \\d+ - [^\\n]*${noticed}`));
    });
  }
});

/** Runs the token tests against a stub whose claims `bend` may change. */
async function againstStub(bend) {
  const stub = createServer(async (request, response) => {
    const problem = (status, code, detail) =>
      response.writeHead(status, { 'Content-Type': 'application/problem+json' }).end(JSON.stringify({ code, detail, request_id: 'req_1' }));
    let body = '';
    for await (const chunk of request) body += chunk;
    if (request.headers.authorization !== 'Bearer sd_live_stub_key_0123456789') return problem(401, 'unauthenticated', 'Unknown API key.');
    const asked = JSON.parse(body);
    if (asked.room_name?.length > 256) return problem(422, 'invalid_request', 'room_name is longer than 256 characters.');
    const claims = bend({
      exp: Math.floor(Date.now() / 1000) + 3_600,
      sub: asked.participant_identity ?? randomUUID(),
      name: asked.participant_name,
      metadata: asked.participant_metadata,
      attributes: asked.participant_attributes,
      video: joinGrant(`acme.${asked.room_name ?? randomUUID()}`),
      roomConfig: { agents: asked.room_config?.agents?.map(({ agent_name: agentName, metadata }) => ({ agentName, metadata })) },
    });
    response.writeHead(201, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' }).end(
      JSON.stringify({
        server_url: 'ws://127.0.0.1:7880',
        participant_token: sign('key', 'secret', claims),
        room_name: claims.video.room,
        participant_name: asked.participant_name,
        expires_at: new Date(claims.exp * 1000).toISOString(),
      }),
    );
  });
  await new Promise((resolve) => stub.listen(0, '127.0.0.1', resolve));
  const tests = run(['--test', 'token-source.test.mjs'], {
    STAGEDOOR_URL: `http://127.0.0.1:${stub.address().port}`,
    STAGEDOOR_KEY: 'sd_live_stub_key_0123456789',
  });
  const code = await tests.ended;
  stub.close();
  stub.closeAllConnections();
  return { code, output: tests.output() };
}

describe('the participant script', { timeout: 60_000 }, () => {
  let livekit;

  before(async () => {
    livekit = await startLiveKit();
  });
  after(() => livekit?.stop());

  const participant = (identity, claims = {}) =>
    run(['participant.mjs'], {
      LIVEKIT_URL: livekit.url,
      TOKEN: sign(livekit.apiKey, livekit.apiSecret, { sub: identity, video: joinGrant('acme.lobby'), ...claims }),
    });
  const events = (script, name) =>
    script.output().split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line)).filter((one) => one.event === name);
  const seen = (script, name) => until(name, 10_000, () => events(script, name)[0]);

  it('tells who is there, what they write and who leaves', async () => {
    const alice = participant('alice');
    const connected = await seen(alice, 'connected');
    assert.equal(connected.room, 'acme.lobby');
    assert.deepEqual(connected.participants, []);

    const bob = participant('bob', { kind: 'agent', attributes: { 'lk.agent.name': 'demo' } });
    await seen(bob, 'connected');
    const joined = await seen(alice, 'participant_joined');
    assert.equal(joined.identity, 'bob');
    assert.equal(joined.kind, 'agent');
    assert.deepEqual(joined.attributes, { 'lk.agent.name': 'demo' });

    bob.child.stdin.write('good evening\n');
    assert.deepEqual(await seen(alice, 'text'), { event: 'text', identity: 'bob', text: 'good evening' });
    bob.child.stdin.end();
    assert.equal(await bob.ended, 0);
    assert.equal((await seen(alice, 'participant_left')).identity, 'bob');
    assert.equal(await alice.stop(), 0);
  });

  it('tells why the server ended the connection', async () => {
    const first = participant('carol');
    await seen(first, 'connected');
    const second = participant('carol');
    assert.equal((await seen(first, 'disconnected')).reason, 'DUPLICATE_IDENTITY');
    assert.equal(await first.ended, 0);
    await second.stop();
  });

  it('exits with 1 when it is not let in and with 2 when it was given no token', async () => {
    const refused = run(['participant.mjs'], { LIVEKIT_URL: livekit.url, TOKEN: sign(livekit.apiKey, 'wrong', { sub: 'mallory', video: joinGrant('acme.lobby') }) });
    assert.equal(await refused.ended, 1);
    assert.equal(events(refused, 'connect_failed').length, 1);
    const bare = run(['participant.mjs'], {});
    assert.equal(await bare.ended, 2);
    assert.equal(bare.output(), 'participant: LIVEKIT_URL, TOKEN not set\n');
  });
});
