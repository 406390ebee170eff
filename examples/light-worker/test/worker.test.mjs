// SPDX-License-Identifier: Apache-2.0
// The light worker on a real livekit-server: many agents at once, gone when told to leave.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { AgentDispatchClient, RoomServiceClient } from 'livekit-server-sdk';
import { freeTcpPort, startLiveKit, until, watch } from '../../agent/test/livekit.mjs';

const FOLDER = fileURLToPath(new URL('..', import.meta.url));
const AGENT_KIND = 4;
const ACTIVE = 2;
const CALLS = 20;

describe('a light worker', { timeout: 55_000 }, () => {
  let livekit;
  let worker;
  let rooms;
  let dispatches;

  before(async () => {
    livekit = await startLiveKit();
    rooms = new RoomServiceClient(livekit.httpUrl, livekit.apiKey, livekit.apiSecret);
    dispatches = new AgentDispatchClient(livekit.httpUrl, livekit.apiKey, livekit.apiSecret);
    const healthPort = await freeTcpPort();
    worker = startWorker({
      LIVEKIT_URL: livekit.url,
      LIVEKIT_API_KEY: livekit.apiKey,
      LIVEKIT_API_SECRET: livekit.apiSecret,
      AGENT_NAME: 'light',
      HEALTH_PORT: String(healthPort),
      MAX_JOBS: String(CALLS),
    });
    await until('the worker is connected', 10_000, () => fetch(`http://127.0.0.1:${healthPort}/`).then((answer) => answer.ok, () => false));
  });

  after(async () => {
    await worker?.stop();
    await livekit?.stop();
  });

  const agentsIn = async (room) =>
    (await rooms.listParticipants(room).catch(() => [])).filter((one) => one.kind === AGENT_KIND && one.state === ACTIVE);

  it('is present once in each of many rooms dispatched at the same time', async () => {
    const names = Array.from({ length: CALLS }, (_, i) => `acme.call-${i}`);
    await Promise.all(names.map((name) => dispatches.createDispatch(name, 'light')));
    const present = () => Promise.all(names.map(agentsIn)).then((agents) => agents.map((each) => each.length));
    await until('one agent in each room', 25_000, async () => (await present()).every((count) => count === 1));
    const [agent] = await agentsIn('acme.call-0');
    assert.match(agent.identity, /^agent-AJ_/);
    assert.equal(agent.attributes['lk.agent_name'], 'light');
  });

  it('takes no more jobs than it was allowed, and leaves a room when its dispatch is deleted', async () => {
    // It refuses the job, or LiveKit knows that it is full and does not ask: either way it never joins.
    await dispatches.createDispatch('acme.one-too-many', 'light');
    const [dispatch] = await until('the dispatch is listed', 10_000, async () => {
      const listed = await dispatches.listDispatch('acme.call-0').catch(() => []);
      return listed.some((one) => one.agentName === 'light') && listed.filter((one) => one.agentName === 'light');
    });
    await dispatches.deleteDispatch(dispatch.id, 'acme.call-0');
    await until('the agent has left', 10_000, async () => (await agentsIn('acme.call-0')).length === 0);
    // The room shows that it left before the worker has logged it.
    await until('the worker says so', 10_000, () => /"event":"left",.*"room":"acme.call-0"/.test(worker.output()));
    // By itself: the server would remove it seconds later.
    assert.match(worker.output(), /"event":"left",.*"room":"acme.call-0","reason":"CLIENT_INITIATED"/);
  });

  it('leaves every room when it is told to stop', async () => {
    assert.equal(await worker.stop(), 0);
    assert.deepEqual(await agentsIn('acme.call-1'), []);
    assert.doesNotMatch(worker.output(), /"event":"joined",.*"room":"acme.one-too-many"/);
    assert.ok(!worker.output().includes(livekit.apiSecret));
    assert.doesNotMatch(worker.output(), /eyJ[\w-]+\.eyJ/);
  });
});

describe('a light worker without its environment', { timeout: 10_000 }, () => {
  it('says in one line what is missing', async () => {
    const worker = startWorker({ LIVEKIT_API_KEY: 'key' });
    assert.equal(await worker.ended, 2);
    assert.equal(
      worker.output(),
      'light-worker: LIVEKIT_URL, LIVEKIT_API_SECRET not set: this worker serves one LiveKit project and needs its url, key and secret\n',
    );
  });
});

function startWorker(env) {
  const { PATH, HOME } = process.env;
  return watch(spawn(process.execPath, ['worker.mjs'], { cwd: FOLDER, env: { PATH, HOME, ...env } }), 'the worker');
}
