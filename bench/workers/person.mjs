// SPDX-License-Identifier: Apache-2.0
// A person who enters a room by LIVEKIT_URL and TOKEN, says "connected", and stays. It uses the packages of
// examples/light-worker.

process.env.NODE_ENV ??= 'production';
const client = '../../examples/light-worker/node_modules/@livekit/rtc-node/dist/index.js';
const { Room } = await import(new URL(client, import.meta.url));

const room = new Room();
await room.connect(process.env.LIVEKIT_URL, process.env.TOKEN, { autoSubscribe: false });
console.log('connected');
setInterval(() => {}, 60_000);
