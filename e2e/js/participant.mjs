// SPDX-License-Identifier: Apache-2.0
// One participant in one room, driven by lines: for tests that need a real participant in a real room.
//   in:  LIVEKIT_URL and TOKEN in the environment; each line on standard input is sent as a chat message
//   out: one JSON object per line, `event` first
// It leaves and exits with 0 when standard input ends, on SIGTERM, or when the server ends the connection;
// 1 if it could not connect, 2 if its environment is incomplete.

import { createInterface } from 'node:readline';

const CHAT_TOPIC = 'lk.chat';

const missing = ['LIVEKIT_URL', 'TOKEN'].filter((name) => !process.env[name]);
if (missing.length > 0) {
  console.error(`participant: ${missing.join(', ')} not set`);
  process.exit(2);
}

// Read by @livekit/rtc-node when it is loaded; without it that library logs to standard output.
process.env.NODE_ENV ??= 'production';
const { DisconnectReason, ParticipantKind, Room, RoomEvent, dispose } = await import('@livekit/rtc-node');

const room = new Room();

function print(event, details = {}) {
  process.stdout.write(`${JSON.stringify({ event, ...details })}\n`);
}

function about(participant) {
  const { identity, name, kind, metadata, attributes } = participant;
  return { identity, name, kind: ParticipantKind[kind].toLowerCase(), metadata, attributes };
}

let leaving = false;
async function leave() {
  if (leaving) return;
  leaving = true;
  await room.disconnect();
  await dispose();
  process.exit(0);
}

room
  .on(RoomEvent.ParticipantConnected, (participant) => print('participant_joined', about(participant)))
  .on(RoomEvent.ParticipantDisconnected, (participant) => print('participant_left', about(participant)))
  .on(RoomEvent.ParticipantAttributesChanged, (_changed, participant) => print('participant_attributes', about(participant)))
  .on(RoomEvent.TrackSubscribed, (_track, publication, participant) =>
    print('track_subscribed', { identity: participant.identity, name: publication.name }),
  )
  .on(RoomEvent.Disconnected, (reason) => {
    print('disconnected', { reason: DisconnectReason[reason] });
    leave();
  });
room.registerTextStreamHandler(CHAT_TOPIC, async (reader, { identity }) => {
  try {
    print('text', { identity, text: await reader.readAll() });
  } catch (error) {
    print('text_failed', { identity, error: error.message });
  }
});

try {
  await room.connect(process.env.LIVEKIT_URL, process.env.TOKEN, { autoSubscribe: true, dynacast: false });
} catch (error) {
  print('connect_failed', { error: error.message });
  process.exit(1);
}
print('connected', {
  room: room.name,
  ...about(room.localParticipant),
  participants: [...room.remoteParticipants.values()].map(about),
});
process.on('SIGTERM', leave).on('SIGINT', leave);

const lines = createInterface({ input: process.stdin });
// One at a time, so that messages arrive in the order of the lines, and the last one before leaving.
for await (const line of lines) {
  if (leaving) break;
  try {
    await room.localParticipant.sendText(line, { topic: CHAT_TOPIC });
    print('sent', { text: line });
  } catch (error) {
    print('send_failed', { error: error.message });
  }
}
await leave();
