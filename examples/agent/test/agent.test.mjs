// SPDX-License-Identifier: Apache-2.0
// The demo agent on a real livekit-server: what a participant in the room sees, hears and reads.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { AudioFrame, AudioSource, AudioStream, LocalAudioTrack, Room, RoomEvent, TrackPublishOptions, TrackSource, dispose } from '@livekit/rtc-node';
import { AccessToken, AgentDispatchClient, RoomServiceClient } from 'livekit-server-sdk';
import { freeTcpPort, startLiveKit, until, watch } from './livekit.mjs';

const FOLDER = fileURLToPath(new URL('..', import.meta.url));
const SAMPLE_RATE = 48_000;
const AGENT_KIND = 4;

let livekit;
let rooms;
let dispatches;

before(async () => {
  livekit = await startLiveKit();
  rooms = new RoomServiceClient(livekit.httpUrl, livekit.apiKey, livekit.apiSecret);
  dispatches = new AgentDispatchClient(livekit.httpUrl, livekit.apiKey, livekit.apiSecret);
}, { timeout: 20_000 });

after(async () => {
  await livekit?.stop();
  await dispose();
}, { timeout: 20_000 });

describe('a worker without its environment', { timeout: 15_000 }, () => {
  it('says in one line what is missing', async () => {
    const worker = startWorker({ LIVEKIT_URL: 'ws://127.0.0.1:1' });
    assert.equal(await worker.ended, 2);
    assert.equal(
      worker.output(),
      'agent: LIVEKIT_API_KEY, LIVEKIT_API_SECRET not set: this worker serves one LiveKit project and needs its url, key and secret\n',
    );
  });
});

describe('an agent in a room', { timeout: 40_000 }, () => {
  let worker;
  let healthPort;
  let alice;

  before(async () => {
    healthPort = await freeTcpPort();
    worker = startWorker({ ...credentials(), AGENT_NAME: 'echo', HEALTH_PORT: String(healthPort) });
    await until('the worker is connected', 15_000, () => healthy(healthPort));
    await dispatches.createDispatch('acme.lobby', 'echo');
    alice = await join('acme.lobby', 'alice');
  });

  after(async () => {
    await alice?.room.disconnect();
    await worker?.stop();
  });

  it('is present as a participant of kind AGENT that says it is listening', async () => {
    const agent = await until('the agent is in the room', 10_000, () => agentIn('acme.lobby'));
    assert.equal(agent.attributes['lk.agent_name'], 'echo');
    await until('its state is listening', 5_000, async () => (await agentIn('acme.lobby')).attributes['lk.agent.state'] === 'listening');
  });

  it('greets whoever joins, once', async () => {
    await until('a greeting', 8_000, () => alice.texts.length > 0);
    assert.match(alice.texts[0], /^Hello\./);
  });

  it('echoes a text message to its writer alone', async () => {
    const bob = await join('acme.lobby', 'bob');
    await alice.room.localParticipant.sendText('what is on tonight?', { topic: 'lk.chat' });
    await until('the echo', 8_000, () => alice.texts.includes('You said: what is on tonight?'));
    await until('bob is greeted', 8_000, () => bob.texts.some((text) => text.startsWith('Hello.')));
    assert.ok(!bob.texts.includes('You said: what is on tonight?'));
    assert.equal(alice.texts.filter((text) => text.startsWith('Hello.')).length, 1);
    await bob.room.disconnect();
  });

  it('cuts an overlong message instead of keeping it', async () => {
    await alice.room.localParticipant.sendText('x'.repeat(100_000), { topic: 'lk.chat' });
    const echo = await until('the cut echo', 8_000, () => alice.texts.find((text) => text.startsWith('You said: xxx')));
    assert.equal(echo.length, 'You said: '.length + 4_000 + '…'.length);
  });

  it('plays audio back at the pitch it heard', async () => {
    const tone = await publishTone(alice.room, 440);
    const heard = await until('agent audio', 8_000, () => alice.audioFrom.get('echo'));
    const pitch = await pitchOf(heard, 8_000);
    await tone.stop();
    assert.ok(Math.abs(pitch - 440) < 5, `heard ${pitch} Hz`);
  });

  it('listens to people and never to another agent, which would echo for ever', async () => {
    await dispatches.createDispatch('acme.duet', 'echo');
    await dispatches.createDispatch('acme.duet', 'echo');
    await until('both agents are there', 15_000, async () => (await rooms.listParticipants('acme.duet')).length === 2);
    const carol = await join('acme.duet', 'carol');
    const tone = await publishTone(carol.room, 440);
    const listeners = (identity) => worker.output().match(new RegExp(`"event":"audio_started","identity":"${identity}`, 'g'))?.length;
    await until('both play carol back', 10_000, () => listeners('carol') === 2);
    assert.equal(listeners('agent-'), undefined);
    await tone.stop();
    await carol.room.disconnect();
  });

  it('greets with what the call says about it, and logs the ids of call and dispatch', async () => {
    const call = { version: 1, call_id: 'call_1', context: { room: 12, guest: 'Ms Woolf' }, message: 'Late check-out?', dispatch_id: 'dsp_1' };
    await dispatches.createDispatch('acme.told', 'echo', { metadata: JSON.stringify(call) });
    const dora = await join('acme.told', 'dora');
    const words = await until('a greeting', 10_000, () => dora.texts[0]);
    assert.match(words, /^Hello\. .* I was told: room 12, guest Ms Woolf\. You asked: Late check-out\?$/);
    await until('it is logged', 5_000, () => /"call":"call_1","dispatch":"dsp_1"/.test(worker.output()));
    await dora.room.disconnect();
  });

  it('says that it takes the place of another', async () => {
    const call = { version: 1, call_id: 'call_1', message: 'Late check-out?', dispatch_id: 'dsp_1', attempt: 2, replaces: 'agent-1' };
    await dispatches.createDispatch('acme.again', 'echo', { metadata: JSON.stringify(call) });
    const fran = await join('acme.again', 'fran');
    assert.match(await until('a greeting', 10_000, () => fran.texts[0]), /^Sorry, I was cut off/);
    await fran.room.disconnect();
  });

  it('greets all the same with metadata that is not a call of Stagedoor', async () => {
    await dispatches.createDispatch('acme.other', 'echo', { metadata: 'not {json' });
    const erin = await join('acme.other', 'erin');
    assert.match(await until('a greeting', 10_000, () => erin.texts[0]), /I will repeat it\.$/);
    await erin.room.disconnect();
  });

  it('presses keys that the server asks for, one after the other, and those of nobody in the room', async () => {
    const agent = (await agentIn('acme.lobby')).identity;
    const heard = [];
    alice.room.on(RoomEvent.DtmfReceived, (code, digit) => heard.push(`${code}:${digit}`));
    const ask = (digits) => performRpc('acme.lobby', agent, 'stagedoor.dtmf', JSON.stringify({ digits }));

    assert.equal((await ask('19w*')).payload, '{"accepted":4}');
    assert.equal((await ask('#D')).payload, '{"accepted":2}');
    await until('all keys', 8_000, () => heard.length === 5);
    assert.deepEqual(heard, ['1:1', '9:9', '10:*', '11:#', '15:D']);

    assert.match((await ask('1,2')).msg, /RpcError 1701/);
    await assert.rejects(
      alice.room.localParticipant.performRpc({ destinationIdentity: agent, method: 'stagedoor.dtmf', payload: '{"digits":"1"}' }),
      (error) => error.code === 1701,
    );
    assert.equal(heard.length, 5);
    assert.doesNotMatch(worker.output(), /19w/);
  });

  it('leaves its room and ends all its processes when the worker is told to stop', async () => {
    const code = await worker.stop();
    assert.equal(code, 143);
    await until('the agent has left', 5_000, async () => !(await agentIn('acme.lobby')));
    assert.deepEqual(livingJobProcesses(worker), []);
  });

  it('never logs the secret or a token', () => {
    assert.ok(worker.output().includes('"event":"joined"'));
    assert.ok(!worker.output().includes(livekit.apiSecret));
    assert.doesNotMatch(worker.output(), /eyJ[\w-]+\.eyJ/);
  });
});

describe('a worker that is killed', { timeout: 30_000 }, () => {
  it('leaves no job process in a room', async () => {
    const healthPort = await freeTcpPort();
    const worker = startWorker({ ...credentials(), HEALTH_PORT: String(healthPort) });
    await until('the worker is connected', 15_000, () => healthy(healthPort));
    await dispatches.createDispatch('acme.killed', 'demo');
    await until('the agent is in the room', 10_000, () => agentIn('acme.killed'));
    worker.child.kill('SIGKILL');
    await until('the agent has left', 5_000, async () => !(await agentIn('acme.killed')));
    await until('its processes have ended', 5_000, () => livingJobProcesses(worker).length === 0);
  });

  it('goes with its parent when it is asked to live as long as its standard input', async () => {
    const healthPort = await freeTcpPort();
    const worker = startWorker({ ...credentials(), HEALTH_PORT: String(healthPort), EXIT_WITH_STDIN: '1' });
    await until('the worker is connected', 15_000, () => healthy(healthPort));
    worker.child.stdin.end();
    assert.equal(await worker.ended, 143);
  });
});

function credentials() {
  return { LIVEKIT_URL: livekit.url, LIVEKIT_API_KEY: livekit.apiKey, LIVEKIT_API_SECRET: livekit.apiSecret };
}

function startWorker(env) {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, ['agent.mjs', 'start'], { cwd: FOLDER, env: { PATH, HOME, ...env } });
  return watch(child, 'the worker');
}

/** As a backend does; the SDK does not have it yet. */
async function performRpc(room, destinationIdentity, method, payload) {
  const token = new AccessToken(livekit.apiKey, livekit.apiSecret);
  token.addGrant({ room, roomAdmin: true });
  const answer = await fetch(`${livekit.httpUrl}/twirp/livekit.RoomService/PerformRpc`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${await token.toJwt()}` },
    body: JSON.stringify({ room, destinationIdentity, method, payload, responseTimeoutMs: 3_000 }),
  });
  return answer.json();
}

function healthy(port) {
  return fetch(`http://127.0.0.1:${port}/`).then((answer) => answer.ok, () => false);
}

async function agentIn(room) {
  const present = await rooms.listParticipants(room).catch(() => []);
  return present.find((participant) => participant.kind === AGENT_KIND);
}

/** Job processes that this worker logged with their pid and that are still running. */
function livingJobProcesses(worker) {
  const pids = [...worker.output().matchAll(/"pid":(\d+)/g)].map((match) => Number(match[1]));
  return [...new Set(pids)].filter((pid) => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  });
}

/** A participant in a room: what they read, and the audio streams they hear, by track name. */
async function join(roomName, identity) {
  const token = new AccessToken(livekit.apiKey, livekit.apiSecret, { identity });
  token.addGrant({ roomJoin: true, room: roomName });
  const room = new Room();
  const texts = [];
  const audioFrom = new Map();
  room.registerTextStreamHandler('lk.chat', async (reader) => {
    try {
      texts.push(await reader.readAll());
    } catch {
      // Cut off, since one of the two left: a text that should have come is missed by the test that waits for it.
    }
  });
  room.on(RoomEvent.TrackSubscribed, (track, publication) =>
    audioFrom.set(publication.name, new AudioStream(track, SAMPLE_RATE, 1)),
  );
  await room.connect(livekit.url, await token.toJwt(), { autoSubscribe: true, dynacast: false });
  return { room, texts, audioFrom };
}

async function publishTone(room, hertz) {
  const source = new AudioSource(SAMPLE_RATE, 1, 200);
  const track = LocalAudioTrack.createAudioTrack('tone', source);
  await room.localParticipant.publishTrack(track, new TrackPublishOptions({ source: TrackSource.SOURCE_MICROPHONE }));
  let running = true;
  const samples = SAMPLE_RATE / 100;
  const playing = (async () => {
    for (let at = 0; running; at += samples) {
      const data = Int16Array.from({ length: samples }, (_, i) => 12_000 * Math.sin((2 * Math.PI * hertz * (at + i)) / SAMPLE_RATE));
      await source.captureFrame(new AudioFrame(data, SAMPLE_RATE, 1, samples));
    }
  })();
  return {
    async stop() {
      running = false;
      await playing;
      await source.close();
    },
  };
}

/**
 * The pitch in Hz of the first full second of sound: of all its periods the one in the middle. A frame that came late
 * is concealed by noise, which crosses zero often; it adds periods at the edges and leaves the middle where it is.
 */
async function pitchOf(stream, timeoutMs) {
  const reader = stream.getReader();
  const timer = setTimeout(() => reader.cancel(), timeoutMs);
  const periods = [];
  let samples = 0;
  let last = 0;
  let rose;
  while (samples < SAMPLE_RATE) {
    const { done, value: frame } = await reader.read();
    assert.ok(!done, `only ${samples} samples of sound within ${timeoutMs} ms`);
    const loudness = Math.sqrt(frame.data.reduce((sum, sample) => sum + sample * sample, 0) / frame.data.length);
    if (loudness < 1_000) {
      rose = undefined;
      continue;
    }
    for (const [i, sample] of frame.data.entries()) {
      if (last < 0 && sample >= 0) {
        const rises = samples + i - sample / (sample - last);
        if (rose !== undefined) periods.push(rises - rose);
        rose = rises;
      }
      last = sample;
    }
    samples += frame.data.length;
  }
  clearTimeout(timer);
  await reader.cancel();
  return SAMPLE_RATE / periods.sort((a, b) => a - b)[Math.floor(periods.length / 2)];
}
