// SPDX-License-Identifier: Apache-2.0
// A call with an agent, on LiveKit's own client. The page never sees a key: it only knows the backend's /token.

import { ParticipantKind, Room, RoomEvent, TokenSource, Track } from '/vendor/livekit-client.mjs';

const CHAT_TOPIC = 'lk.chat';
const tokens = TokenSource.endpoint(new URL('/token', location.href).href, { headers: { Accept: 'application/json' } });
const element = (id) => document.getElementById(id);
const [status, call, microphone, participants, messages, chat, message] = ['status', 'call', 'microphone', 'participants', 'messages', 'chat', 'message'].map(element);

const room = new Room();
room.registerTextStreamHandler(CHAT_TOPIC, async (reader, { identity }) => {
  const sender = room.remoteParticipants.get(identity);
  try {
    showMessage(sender?.name || identity, await reader.readAll());
  } catch {
    // Cut off: the sender, or this page, left while it was being sent.
  }
});
room
  .on(RoomEvent.TrackSubscribed, (track) => {
    if (track.kind === Track.Kind.Audio) document.body.append(track.attach());
  })
  .on(RoomEvent.TrackUnsubscribed, (track) => track.detach().forEach((player) => player.remove()))
  .on(RoomEvent.ParticipantConnected, showParticipants)
  .on(RoomEvent.ParticipantDisconnected, showParticipants)
  .on(RoomEvent.ParticipantAttributesChanged, showParticipants)
  .on(RoomEvent.LocalTrackPublished, showControls)
  .on(RoomEvent.TrackMuted, showControls)
  .on(RoomEvent.TrackUnmuted, showControls)
  .on(RoomEvent.Reconnecting, () => showStatus('The connection was lost; trying again…'))
  .on(RoomEvent.Reconnected, () => showStatus('Connected.'))
  .on(RoomEvent.Disconnected, () => {
    // LiveKit's client has already detached the players by now, so they have to be found here.
    document.querySelectorAll('audio').forEach((player) => player.remove());
    showStatus('The call has ended.');
    showControls();
    showParticipants();
  });

call.addEventListener('click', () => attempt(room.state === 'disconnected' ? startCall : () => room.disconnect()));
microphone.addEventListener('click', () => attempt(() => room.localParticipant.setMicrophoneEnabled(!room.localParticipant.isMicrophoneEnabled)));
chat.addEventListener('submit', (event) => {
  event.preventDefault();
  const text = message.value.trim();
  if (text === '') return;
  attempt(async () => {
    await room.localParticipant.sendText(text, { topic: CHAT_TOPIC });
    showMessage('You', text);
    message.value = '';
  });
});

async function startCall() {
  showStatus('Connecting…');
  // Forced, because a token that is still valid belongs to the last call, whose agent has left.
  const { serverUrl, participantToken } = await tokens.fetch({}, true);
  await room.connect(serverUrl, participantToken);
  await room.startAudio();
  showStatus('Connected.');
  showParticipants();
}

/** Runs one user action and shows its error where they look. */
async function attempt(action) {
  call.disabled = true;
  try {
    await action();
  } catch (error) {
    showStatus(reasonOf(error), true);
  } finally {
    call.disabled = false;
    showControls();
  }
}

/** The backend's message, if it was the backend: LiveKit's client puts its answer at the end of the error. */
function reasonOf(error) {
  try {
    return JSON.parse(error.message.slice(error.message.indexOf('{'))).detail ?? error.message;
  } catch {
    return error.message;
  }
}

function showStatus(text, isError = false) {
  status.textContent = text;
  status.classList.toggle('error', isError);
}

function showControls() {
  const connected = room.state === 'connected';
  const speaking = connected && room.localParticipant.isMicrophoneEnabled;
  call.textContent = connected ? 'End the call' : 'Start a call';
  microphone.disabled = !connected;
  microphone.textContent = speaking ? 'Microphone on' : 'Microphone off';
  microphone.setAttribute('aria-pressed', String(speaking));
  for (const field of chat.elements) field.disabled = !connected;
}

function showParticipants() {
  const everyone = room.state === 'connected' ? [room.localParticipant, ...room.remoteParticipants.values()] : [];
  participants.replaceChildren(
    ...everyone.map((participant) => {
      const isAgent = participant.kind === ParticipantKind.AGENT;
      const label = participant.isLocal ? 'You' : participant.name || participant.identity;
      const item = document.createElement('li');
      item.textContent = isAgent ? `${label} (agent, ${participant.attributes['lk.agent.state'] ?? 'joining'})` : label;
      return item;
    }),
  );
}

function showMessage(from, text) {
  const item = document.createElement('li');
  const sender = document.createElement('b');
  sender.textContent = from;
  item.append(sender, text);
  messages.append(item);
}
