// SPDX-License-Identifier: Apache-2.0
// Plays one person's audio back on the agent's own track, with at most MAX_QUEUED_MS waiting to be played.

import {
  AudioSource,
  AudioStream,
  LocalAudioTrack,
  TrackPublishOptions,
  TrackSource,
} from '@livekit/rtc-node';

const SAMPLE_RATE = 48_000;
const CHANNELS = 1;
const MAX_QUEUED_MS = 400;

export class AudioEcho {
  #room;
  #logger;
  #source = new AudioSource(SAMPLE_RATE, CHANNELS);
  /** Subscribed tracks in order of arrival; the first is the one played back. */
  #tracks = new Map();
  #current = null;

  constructor(room, logger) {
    this.#room = room;
    this.#logger = logger;
  }

  async publish() {
    const track = LocalAudioTrack.createAudioTrack('echo', this.#source);
    await this.#room.localParticipant.publishTrack(track, new TrackPublishOptions({ source: TrackSource.SOURCE_MICROPHONE }));
  }

  add(track, identity) {
    this.#tracks.set(track.sid, { track, identity });
    if (this.#current === null) this.#playNext();
  }

  remove(track) {
    this.#tracks.delete(track.sid);
    if (this.#current?.sid === track.sid) this.#current.reader.cancel().catch(() => {});
  }

  async close() {
    this.#tracks.clear();
    await this.#current?.reader.cancel().catch(() => {});
    await this.#source.close();
  }

  #playNext() {
    const next = this.#tracks.entries().next();
    if (next.done) {
      this.#current = null;
      return;
    }
    const [sid, { track, identity }] = next.value;
    const reader = new AudioStream(track, SAMPLE_RATE, CHANNELS).getReader();
    this.#current = { sid, reader };
    this.#logger.info({ event: 'audio_started', identity }, 'playing audio back');
    this.#play(reader)
      .catch((error) => this.#logger.warn({ event: 'audio_failed', identity, error: error.message }, 'audio echo failed'))
      .finally(() => {
        this.#logger.info({ event: 'audio_ended', identity }, 'audio ended');
        this.#tracks.delete(sid);
        this.#playNext();
      });
  }

  async #play(reader) {
    for (;;) {
      const { done, value: frame } = await reader.read();
      if (done) return;
      // Excess frames are dropped, never queued: the echo may skip but cannot fall behind or grow.
      if (this.#source.queuedDuration < MAX_QUEUED_MS) await this.#source.captureFrame(frame);
    }
  }
}
