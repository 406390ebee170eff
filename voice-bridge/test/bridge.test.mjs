// SPDX-License-Identifier: Apache-2.0
// The bridge on a real livekit-server: what an agent in the room hears of a user's voice, and what comes back.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { after, afterEach, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { AudioFrame, AudioSource, AudioStream, LocalAudioTrack, Room, RoomEvent, TrackPublishOptions, TrackSource, dispose } from '@livekit/rtc-node';
import { AccessToken, RoomServiceClient } from 'livekit-server-sdk';
import WebSocket from 'ws';
import { startLiveKit, until, watch } from './livekit.mjs';

const FOLDER = fileURLToPath(new URL('..', import.meta.url));
const SECRET = randomBytes(24).toString('base64url');
const RATE = 24_000;
const FRAME = RATE / 50;
const AGENT = 'agent';
const STANDARD = 'standard';

let livekit;
let rooms;
let bridge;
let url;
const closing = [];

before(async () => {
  livekit = await startLiveKit();
  rooms = new RoomServiceClient(livekit.httpUrl, livekit.apiKey, livekit.apiSecret);
  ({ bridge, url } = await startBridge());
}, { timeout: 30_000 });

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

after(async () => {
  await bridge?.stop();
  await livekit?.stop();
  await dispose();
}, { timeout: 30_000 });

describe('a bridge that is not set up', { timeout: 15_000 }, () => {
  for (const [what, environment] of Object.entries({
    'no secret': {},
    'a short secret': { STAGEDOOR_BRIDGE_SECRET: 'x'.repeat(31) },
  })) {
    it(`does not start with ${what}`, async () => {
      const started = run(environment);
      assert.equal(await started.ended, 2);
      assert.match(started.output(), /^voice-bridge: STAGEDOOR_BRIDGE_SECRET.* at least 32 characters/);
      assert.doesNotMatch(started.output(), /x{31}/);
    });
  }
});

describe('a bridge', { timeout: 60_000 }, () => {
  it('answers whoever asks for its health, and nobody else without its secret', async () => {
    const health = await fetch(`${url.replace('ws', 'http')}/health`);
    assert.equal(health.status, 200);
    assert.deepEqual(await health.json(), { name: 'stagedoor-voice-bridge', status: 'ok' });
    assert.equal((await fetch(url.replace('ws', 'http'))).status, 404);
    for (const secret of [undefined, 'wrong', SECRET.slice(0, -1), `${SECRET}x`]) {
      const refused = new WebSocket(url, secret && { headers: { authorization: `Bearer ${secret}` } });
      const status = await new Promise((resolve, reject) => {
        refused.on('unexpected-response', (_request, response) => resolve(response.statusCode));
        refused.on('open', () => reject(new Error('it was let in')));
        refused.on('error', () => {});
      });
      assert.equal(status, 401);
    }
  });

  it('takes a tone to the agent and what the agent says back', async () => {
    await agent('echo', (room) => echo(room));
    const user = await joined('echo', 'alice');
    await user.heard('agent_joined');
    user.speak(tone(440));
    await until('the tone comes back', 15_000, () => loudness(user.audio(), 440) > 0.1);
    assert.ok(loudness(user.audio(), 440) > 20 * loudness(user.audio(), 1_000), 'the tone, and no other');
    const inside = await rooms.listParticipants('echo');
    const alice = inside.find((one) => one.identity === 'alice');
    assert.deepEqual(alice.tracks.map((track) => track.source), [TrackSource.SOURCE_MICROPHONE]);
  });

  it('passes on nobody but the agent', async () => {
    const other = await enter('mixed', 'mallory', STANDARD);
    await sing(other, 1_000);
    await agent('mixed', (room) => sing(room, 440));
    const user = await joined('mixed', 'bob');
    await until('the agent is heard', 15_000, () => loudness(user.audio(), 440) > 0.1);
    assert.ok(loudness(user.audio(), 1_000) < 0.01);
  });

  it('leaves the room at once when its client leaves, however', async () => {
    const user = await joined('leaving', 'carol');
    await until('carol is inside', 5_000, () => inside('leaving', 'carol'));
    user.socket.terminate();
    await until('carol has left', 1_000, async () => !(await inside('leaving', 'carol')));
  });

  it('says that the agent left, and that the room was closed', async () => {
    const room = await agent('closing', (joined) => sing(joined, 440));
    const user = await joined('closing', 'dave');
    await user.heard('agent_joined');
    await room.disconnect();
    await user.heard('agent_left');
    await rooms.deleteRoom('closing');
    assert.equal((await user.heard('left')).reason, 'ROOM_DELETED');
    assert.equal(await user.closed, 1000);
  });

  it('ends one session that breaks the rules, and no other', async () => {
    await agent('steady', (room) => echo(room));
    const steady = await joined('steady', 'erin');
    for (const wrong of ['nonsense', '{"type":"join"}', '{"type":"speak"}', JSON.stringify({ type: 'join', url: livekit.url, token: 'x', sample_rate: 1 })]) {
      const bad = await opened();
      bad.socket.send(wrong);
      assert.equal(await bad.closed, 1008, wrong);
    }
    const early = await opened();
    early.socket.send(Buffer.alloc(2));
    assert.equal(await early.closed, 1008);
    const odd = await joined('steady', 'frank');
    odd.socket.send(Buffer.alloc(3));
    assert.equal(await odd.closed, 1008);
    const stranger = await opened();
    stranger.socket.send(JSON.stringify({ type: 'join', url: livekit.url, token: 'no token', sample_rate: RATE }));
    assert.equal((await stranger.heard('left')).reason, 'the room could not be joined');
    steady.speak(tone(440));
    await until('erin is still heard', 15_000, () => loudness(steady.audio(), 440) > 0.1);
  });

  it('refuses what is spoken faster than it can be said', async () => {
    const user = await joined('hasty', 'grace');
    for (let i = 0; i < 20; i += 1) user.socket.send(Buffer.alloc(2 * RATE));
    const { ms } = await user.heard('input_dropped');
    assert.ok(ms >= 8_000 && ms <= 10_000, `${ms} ms of 20 s are too much for 10 s`);
  });
});

describe('a bridge that is told to stop', { timeout: 30_000 }, () => {
  it('leaves its rooms first', async () => {
    const own = await startBridge();
    const user = await joined('stopping', 'ivan', own.url);
    assert.equal(await own.bridge.stop(), 0);
    assert.equal((await user.heard('left')).reason, 'the bridge stops');
    await until('ivan has left', 1_000, async () => !(await inside('stopping', 'ivan')));
  });
});

function run(environment) {
  const child = spawn(process.execPath, ['bridge.mjs'], {
    cwd: FOLDER,
    env: { PATH: process.env.PATH, STAGEDOOR_BRIDGE_LISTEN: '127.0.0.1:0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return watch(child, 'the bridge');
}

async function startBridge() {
  const started = run({ STAGEDOOR_BRIDGE_SECRET: SECRET });
  const line = await until('the bridge listens', 10_000, () => /\{"event":"listening".*\}/.exec(started.output()));
  return { bridge: started, url: `ws://127.0.0.1:${JSON.parse(line[0]).port}` };
}

async function token(room, identity, kind) {
  const grant = new AccessToken(livekit.apiKey, livekit.apiSecret, { identity, ttl: 60 });
  grant.addGrant({ roomJoin: true, room, canPublish: true, canSubscribe: true });
  grant.kind = kind;
  return grant.toJwt();
}

async function inside(room, identity) {
  return (await rooms.listParticipants(room).catch(() => [])).some((one) => one.identity === identity);
}

/** A client of the bridge, before it joins. */
async function opened(where = url) {
  const socket = new WebSocket(where, { headers: { authorization: `Bearer ${SECRET}` } });
  const messages = [];
  const pieces = [];
  socket.on('message', (data, binary) => (binary ? pieces.push(data) : messages.push(JSON.parse(data.toString()))));
  const closed = new Promise((resolve) => socket.on('close', resolve));
  await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject));
  closing.push(() => socket.terminate());
  return {
    socket,
    closed,
    heard: (type) => until(`${type}, among ${JSON.stringify(messages)}`, 15_000, () => messages.find((one) => one.type === type)),
    /** The last second of what was heard. */
    audio: () => {
      const all = Buffer.concat(pieces.slice(-50));
      return Int16Array.from({ length: all.length / 2 }, (_, i) => all.readInt16LE(2 * i));
    },
    /** Says that without end, in real time. */
    speak: (samples) => {
      const timer = setInterval(() => {
        if (socket.readyState === socket.OPEN) socket.send(Buffer.from(samples.buffer));
      }, 20);
      closing.push(() => clearInterval(timer));
    },
  };
}

async function joined(room, identity, where = url) {
  const client = await opened(where);
  client.socket.send(JSON.stringify({ type: 'join', url: livekit.url, token: await token(room, identity, STANDARD), sample_rate: RATE }));
  await client.heard('joined');
  return client;
}

async function enter(name, identity, kind) {
  const room = new Room();
  await room.connect(livekit.url, await token(name, identity, kind), { autoSubscribe: true, dynacast: false });
  closing.push(() => room.disconnect());
  return room;
}

async function agent(name, does) {
  const room = await enter(name, 'the-agent', AGENT);
  await does(room);
  return room;
}

async function publish(room) {
  const source = new AudioSource(RATE, 1, 400);
  const track = LocalAudioTrack.createAudioTrack('voice', source);
  await room.localParticipant.publishTrack(track, new TrackPublishOptions({ source: TrackSource.SOURCE_MICROPHONE }));
  return source;
}

async function echo(room) {
  const source = await publish(room);
  room.on(RoomEvent.TrackSubscribed, async (track) => {
    const reader = new AudioStream(track, RATE, 1).getReader();
    closing.unshift(() => reader.cancel());
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      if (source.queuedDuration < 300) await source.captureFrame(value);
    }
  });
}

async function sing(room, hertz) {
  const source = await publish(room);
  let on = true;
  closing.unshift(() => {
    on = false;
  });
  (async () => {
    while (on) await source.captureFrame(new AudioFrame(tone(hertz), RATE, 1, FRAME));
  })().catch(() => {});
}

/** Twenty milliseconds, after which the same again continues the wave. */
function tone(hertz) {
  const periods = Math.round((hertz * FRAME) / RATE);
  return Int16Array.from({ length: FRAME }, (_, i) => 12_000 * Math.sin((2 * Math.PI * periods * i) / FRAME));
}

/** The amplitude of that frequency (Goertzel), as a share of full scale; 0 for less than a fifth of a second. */
function loudness(samples, hertz) {
  if (samples.length < RATE / 5) return 0;
  const step = 2 * Math.cos((2 * Math.PI * (Math.round((hertz * FRAME) / RATE) * 50)) / RATE);
  let [before, last] = [0, 0];
  for (const sample of samples) [before, last] = [last, sample + step * last - before];
  const power = last * last + before * before - step * last * before;
  return (2 * Math.sqrt(Math.max(0, power))) / samples.length / 32_768;
}
