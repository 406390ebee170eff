// SPDX-License-Identifier: Apache-2.0
// One app user's voice in one room: what comes over the WebSocket is published as their microphone, and what the agent says
// goes back. Nothing queues without bound, and when either side ends, so does the other.

import {
  AudioFrame,
  AudioSource,
  AudioStream,
  DisconnectReason,
  LocalAudioTrack,
  ParticipantKind,
  Room,
  RoomEvent,
  TrackKind,
  TrackPublishOptions,
  TrackSource,
} from '@livekit/rtc-node';
import { AudioQueue } from './audio-queue.mjs';

const CHANNELS = 1;
const RATES = [8_000, 16_000, 24_000, 48_000];
const FRAME_MS = 20;

/** Stagedoor says which room once the agent is there; LiveKit must let it in soon. */
const JOIN_MS = 120_000;
const CONNECT_MS = 15_000;

const MOST_INPUT_MS = 10_000;
const MOST_OUTPUT_MS = 2_000;

/** Inside LiveKit's own source: enough that no tick of ours finds it empty. */
const SOURCE_MS = 200;
const PIECE_MS = 50;

/** An agent that says nothing for so long is no longer passed on, until it does. */
const SILENCE_MS = 500;

/** Losses are told together, so often. */
const LOSSES_MS = 1_000;

const PROTOCOL_ERROR = 1008;
const DONE = 1000;

export class Session {
  #socket;
  #log;
  #room = new Room();
  #rate = 0;
  #source = null;
  #input = null;
  #output = null;
  #pumping = false;
  #sending = false;
  #voices = new Map();
  #heard = null;
  #losses = { input_dropped: 0, output_dropped: 0 };
  #lossTimer = null;
  #joinTimer;
  #over = null;

  constructor(socket, log) {
    this.#socket = socket;
    this.#log = log;
    this.#joinTimer = setTimeout(() => this.#refuse('no join message came'), JOIN_MS);
    socket.on('message', (data, binary) => this.#guarded(() => (binary ? this.#heardUser(data) : this.#told(data))));
    socket.on('close', () => this.end('the client has left'));
    socket.on('error', (error) => this.#log('socket_failed', { error: error.message }));
  }

  /** Leaves the room and closes the WebSocket; may be called any number of times. */
  end(reason, code = DONE) {
    this.#over ??= this.#end(reason, code);
    return this.#over;
  }

  async #end(reason, code) {
    clearTimeout(this.#joinTimer);
    clearTimeout(this.#lossTimer);
    this.#log('ended', { reason });
    this.#tell('left', { reason });
    this.#socket.close(code, reason.slice(0, 100));
    this.#input?.clear();
    this.#output?.clear();
    try {
      await this.#heard?.cancel();
      await this.#room.disconnect();
      await this.#source?.close();
    } catch (error) {
      this.#log('leaving_failed', { error: error.message });
    }
  }

  #guarded(work) {
    Promise.resolve()
      .then(work)
      .catch((error) => {
        this.#log('failed', { error: error.message });
        return this.end('it failed', 1011);
      });
  }

  #refuse(why) {
    return this.end(why, PROTOCOL_ERROR);
  }

  #tell(type, details = {}) {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(JSON.stringify({ type, ...details }));
  }

  async #told(data) {
    let message;
    try {
      message = JSON.parse(data.toString());
    } catch {
      return this.#refuse('a text message is JSON');
    }
    if (message?.type !== 'join' || this.#rate !== 0) return this.#refuse('the first message, and only that, is join');
    const { url, token, sample_rate: rate } = message;
    if (typeof url !== 'string' || typeof token !== 'string' || !RATES.includes(rate)) {
      return this.#refuse(`join has a url, a token and a sample_rate out of ${RATES.join(', ')}`);
    }
    this.#rate = rate;
    clearTimeout(this.#joinTimer);
    return this.#join(url, token);
  }

  async #join(url, token) {
    this.#input = new AudioQueue(this.#rate, MOST_INPUT_MS);
    this.#output = new AudioQueue(this.#rate, MOST_OUTPUT_MS);
    this.#room
      .on(RoomEvent.ParticipantConnected, (participant) => this.#arrived(participant))
      .on(RoomEvent.ParticipantDisconnected, (participant) => {
        if (isAgent(participant)) this.#tell('agent_left');
      })
      .on(RoomEvent.TrackPublished, (publication, participant) => subscribe(publication, participant))
      .on(RoomEvent.TrackSubscribed, (track, publication, participant) => {
        if (isAgent(participant) && track.kind === TrackKind.KIND_AUDIO) this.#voice(track);
      })
      .on(RoomEvent.TrackUnsubscribed, (track) => this.#guarded(() => this.#noVoice(track)))
      .on(RoomEvent.Disconnected, (reason) => this.#guarded(() => this.end(DisconnectReason[reason] ?? 'disconnected')));
    try {
      await within(CONNECT_MS, this.#room.connect(url, token, { autoSubscribe: false, dynacast: false }));
      await this.#publish();
    } catch (error) {
      this.#log('join_failed', { error: error.message });
      return this.end('the room could not be joined');
    }
    // It may have ended meanwhile, before there was a room to leave.
    if (this.#over !== null) return this.#room.disconnect();
    this.#tell('joined');
    for (const participant of this.#room.remoteParticipants.values()) this.#arrived(participant);
    return this.#pump();
  }

  async #publish() {
    this.#source = new AudioSource(this.#rate, CHANNELS, SOURCE_MS);
    const track = LocalAudioTrack.createAudioTrack('microphone', this.#source);
    const options = new TrackPublishOptions({ source: TrackSource.SOURCE_MICROPHONE });
    await within(CONNECT_MS, this.#room.localParticipant.publishTrack(track, options));
  }

  #arrived(participant) {
    if (!isAgent(participant)) return;
    this.#tell('agent_joined', { identity: participant.identity });
    for (const publication of participant.trackPublications.values()) subscribe(publication, participant);
  }

  #heardUser(data) {
    if (this.#rate === 0) return this.#refuse('the first message is join');
    if (data.length % 2 !== 0) return this.#refuse('PCM16 has two bytes for each sample');
    const samples = new Int16Array(data.length / 2);
    for (let i = 0; i < samples.length; i += 1) samples[i] = data.readInt16LE(2 * i);
    if (!this.#input.fits(samples.length)) return this.#lost('input_dropped', this.#ms(samples));
    // LiveKit's source refuses more at once than it can hold.
    const piece = (this.#rate * PIECE_MS) / 1_000;
    for (let from = 0; from < samples.length; from += piece) this.#input.push(samples.subarray(from, from + piece));
    return this.#pump();
  }

  /** LiveKit's source takes audio as fast as it is played; until then the queue holds it. */
  async #pump() {
    if (this.#pumping || this.#source === null) return;
    this.#pumping = true;
    try {
      while (!this.#input.empty && this.#over === null) {
        const samples = this.#input.shift();
        await this.#source.captureFrame(new AudioFrame(samples, this.#rate, CHANNELS, samples.length));
      }
    } finally {
      this.#pumping = false;
    }
  }

  /** Of several voices of an agent the first is heard, and the next one once that ends. */
  #voice(track) {
    this.#voices.set(track.sid, track);
    if (this.#heard === null) this.#hearNext();
  }

  async #noVoice(track) {
    this.#voices.delete(track.sid);
    if (this.#heard?.sid === track.sid) await this.#heard.cancel();
  }

  #hearNext() {
    const [next] = this.#voices.values();
    if (next === undefined || this.#over !== null) {
      this.#heard = null;
      return;
    }
    const reader = new AudioStream(next, { sampleRate: this.#rate, numChannels: CHANNELS, frameSizeMs: FRAME_MS }).getReader();
    this.#heard = { sid: next.sid, cancel: () => reader.cancel() };
    this.#guarded(async () => {
      await this.#hear(reader);
      this.#voices.delete(next.sid);
      this.#hearNext();
    });
  }

  async #hear(reader) {
    let silence = 0;
    for (;;) {
      const { done, value: frame } = await reader.read();
      if (done) return;
      silence = frame.data.some((sample) => sample !== 0) ? 0 : silence + FRAME_MS;
      if (silence <= SILENCE_MS) this.#say(frame.data.slice());
    }
  }

  /** One message is under way at a time: what the client does not read waits here, and the oldest goes. */
  #say(samples) {
    if (this.#over !== null) return;
    const dropped = this.#output.push(samples);
    if (dropped > 0) this.#lost('output_dropped', dropped);
    this.#send();
  }

  #send() {
    if (this.#sending || this.#output.empty || this.#socket.readyState !== this.#socket.OPEN) return;
    this.#sending = true;
    this.#socket.send(bytes(this.#output.shift()), () => {
      this.#sending = false;
      this.#send();
    });
  }

  #ms(samples) {
    return (samples.length * 1_000) / this.#rate;
  }

  #lost(what, ms) {
    this.#losses[what] += ms;
    this.#lossTimer ??= setTimeout(() => {
      this.#lossTimer = null;
      for (const [type, lost] of Object.entries(this.#losses)) {
        if (lost > 0) this.#tell(type, { ms: Math.round(lost) });
        this.#losses[type] = 0;
      }
    }, LOSSES_MS);
  }
}

const isAgent = (participant) => participant.kind === ParticipantKind.AGENT;

function subscribe(publication, participant) {
  if (isAgent(participant) && publication.kind === TrackKind.KIND_AUDIO) publication.setSubscribed(true);
}

function bytes(samples) {
  const buffer = Buffer.allocUnsafe(samples.length * 2);
  for (let i = 0; i < samples.length; i += 1) buffer.writeInt16LE(samples[i], 2 * i);
  return buffer;
}

async function within(ms, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
