// SPDX-License-Identifier: Apache-2.0
// A real livekit-server on loopback, for one test file: own ports, own random key, nothing on disk.

import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { accessSync, constants } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export async function startLiveKit() {
  const binary = findServer();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOn(binary);
    } catch (error) {
      // A port that was free a moment ago may have been taken since.
      if (attempt === 3 || !/address already in use/.test(error.message)) throw error;
    }
  }
}

async function startOn(binary) {
  const [port, tcpPort, udpPort] = [await freeTcpPort(), await freeTcpPort(), await freeUdpPort()];
  const apiKey = `API${randomBytes(6).toString('hex')}`;
  const apiSecret = randomBytes(32).toString('base64url');
  // Without our own STUN server, LiveKit hands out public ones: every client would resolve them and wait.
  const config = `
port: ${port}
bind_addresses: ["127.0.0.1"]
keys: { ${apiKey}: ${apiSecret} }
rtc: { tcp_port: ${tcpPort}, udp_port: ${udpPort}, node_ip: 127.0.0.1, use_external_ip: false, stun_servers: ["127.0.0.1:${udpPort}"] }
logging: { level: warn }
`;
  const child = spawn(binary, [], { env: { ...process.env, LIVEKIT_CONFIG: config }, stdio: ['ignore', 'pipe', 'pipe'] });
  const server = watch(child, 'livekit-server');
  const url = `http://127.0.0.1:${port}`;
  await until('livekit-server answers', 15_000, async () => {
    if (child.exitCode !== null) throw new Error(`livekit-server ended at start:\n${server.output()}`);
    return fetch(url).then((answer) => answer.ok, () => false);
  });
  // On SIGTERM it would wait for everyone to leave; it keeps no state that a hard stop could damage.
  const stop = () => {
    child.kill('SIGKILL');
    return server.ended;
  };
  return { ...server, stop, httpUrl: url, url: url.replace('http', 'ws'), apiKey, apiSecret };
}

/** A child process that is ended by its own pid, at the latest when this process exits. */
export function watch(child, name) {
  const lines = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => lines.push(chunk.toString()));
  }
  const killNow = () => child.exitCode === null && child.kill('SIGKILL');
  process.once('exit', killNow);
  const ended = new Promise((resolve) =>
    child.once('exit', (code, signal) => {
      process.off('exit', killNow);
      resolve(code ?? signal);
    }),
  );
  return {
    child,
    ended,
    output: () => lines.join(''),
    /** Sends SIGTERM, then SIGKILL after `timeoutMs`; returns the exit code or signal. */
    async stop(timeoutMs = 10_000) {
      child.kill('SIGTERM');
      const timer = setTimeout(killNow, timeoutMs);
      const code = await ended;
      clearTimeout(timer);
      if (code === 'SIGKILL') throw new Error(`${name} did not stop within ${timeoutMs} ms:\n${lines.join('')}`);
      return code;
    },
  };
}

/** Polls `condition` until it returns something truthy, or fails naming what was awaited. */
export async function until(what, timeoutMs, condition) {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await condition();
    if (answer) return answer;
    if (Date.now() > deadline) throw new Error(`not within ${timeoutMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function findServer() {
  const tools = fileURLToPath(new URL('../../.tools/bin/livekit-server', import.meta.url));
  const onPath = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'livekit-server'));
  const candidates = process.env.LIVEKIT_SERVER ? [process.env.LIVEKIT_SERVER] : [...onPath, tools];
  for (const candidate of candidates) {
    try {
      accessSync(candidate, constants.X_OK);
      return candidate;
    } catch {
      // Not here; try the next place.
    }
  }
  throw new Error('no livekit-server: set LIVEKIT_SERVER, put livekit-server on the PATH, or run `make livekit`');
}

export async function freeTcpPort() {
  const probe = createServer();
  await new Promise((resolve, reject) => probe.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

async function freeUdpPort() {
  const probe = createSocket('udp4');
  await new Promise((resolve, reject) => probe.once('error', reject).bind(0, '127.0.0.1', resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
