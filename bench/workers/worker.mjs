// SPDX-License-Identifier: Apache-2.0
// LiveKit's Node worker as the framework ships it: its own load measurement, threshold and idle processes.
// It uses the packages of examples/agent. Started as `node worker.mjs start`; each job process loads this file again.

import { fileURLToPath } from 'node:url';

const framework = '../../examples/agent/node_modules/@livekit/agents/dist/index.js';
const { ServerOptions, cli, defineAgent } = await import(new URL(framework, import.meta.url));

export default defineAgent({ entry: (ctx) => ctx.connect() });

if (process.argv[2] === 'start') {
  cli.runApp(
    new ServerOptions({
      agent: fileURLToPath(import.meta.url),
      agentName: process.env.AGENT_NAME,
      // Version 1.9.0 otherwise keeps the load threshold of its dev mode, none, and is never full.
      production: true,
      host: '127.0.0.1',
      port: Number(process.env.HEALTH_PORT),
    }),
  );
}
