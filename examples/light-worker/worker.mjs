// SPDX-License-Identifier: Apache-2.0
// Starts a light worker from the environment: one process, many jobs that join their room and stay.

import { createServer } from 'node:http';

function configure(env) {
  const missing = ['LIVEKIT_URL', 'LIVEKIT_API_KEY', 'LIVEKIT_API_SECRET'].filter((name) => !env[name]);
  if (missing.length > 0) fail(`${missing.join(', ')} not set: this worker serves one LiveKit project and needs its url, key and secret`);
  if (!/^(wss?|https?):\/\//.test(env.LIVEKIT_URL)) fail('LIVEKIT_URL must start with ws://, wss://, http:// or https://');
  return {
    url: env.LIVEKIT_URL.replace(/^http/, 'ws').replace(/\/+$/, ''),
    apiKey: env.LIVEKIT_API_KEY,
    apiSecret: env.LIVEKIT_API_SECRET,
    agentName: env.AGENT_NAME || 'demo',
    maxJobs: number('MAX_JOBS', env.MAX_JOBS, 250, 10_000),
    healthPort: number('HEALTH_PORT', env.HEALTH_PORT, 0, 65_535),
    healthHost: env.HEALTH_HOST || '127.0.0.1',
  };
}

function number(name, text, ifUnset, highest) {
  if (!text) return ifUnset;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > highest) fail(`${name} must be a whole number from 1 to ${highest}`);
  return value;
}

function fail(message) {
  console.error(`light-worker: ${message}`);
  process.exit(2);
}

const config = configure(process.env);
// Read by @livekit/rtc-node when it is loaded; without it that library logs at debug level.
process.env.NODE_ENV ??= 'production';
const { dispose } = await import('@livekit/rtc-node');
const { LightWorker } = await import('./light-worker.mjs');

const worker = new LightWorker(config, (event, details) =>
  console.log(JSON.stringify({ at: new Date().toISOString(), event, ...details })),
);
createServer((_request, response) => {
  response.writeHead(worker.connected ? 200 : 503).end(worker.connected ? 'OK' : 'not connected to livekit');
}).listen(config.healthPort, config.healthHost);

let stopping = false;
async function stop() {
  if (stopping) return;
  stopping = true;
  await worker.stop();
  await dispose();
  process.exit(0);
}
process.on('SIGTERM', stop).on('SIGINT', stop);
if (process.env.EXIT_WITH_STDIN === '1') process.stdin.resume().once('end', stop);

await worker.run();
