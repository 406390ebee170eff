// SPDX-License-Identifier: Apache-2.0
import { Emitter } from '../emitter.js';
import { RealtimeError } from '../errors.js';
import type { RealtimeClient } from '../realtime/client.js';
import { AudioCapture, type CaptureOptions } from './capture.js';
import { AudioPlayback } from './playback.js';

/** What the microphone is doing. */
export type AudioState = 'idle' | 'starting' | 'recording' | 'permission-denied' | 'failed';

/** Events of a `RealtimeAudio`. */
export interface AudioEvents {
  /** The microphone does something else now. */
  'state-changed': AudioState;
}

/** Options of a `RealtimeAudio`. */
export type AudioOptions = Omit<CaptureOptions, 'sampleRate'>;

/**
 * Speaks and listens over a client's connection. Samples are sent in the user's turn only, and what the agent says ends
 * when its answer is cancelled.
 */
export class RealtimeAudio extends Emitter<AudioEvents> {
  /** Records, and yet sends nothing, while true. */
  muted = false;
  readonly #client: RealtimeClient;
  readonly #options: AudioOptions;
  #state: AudioState = 'idle';
  #parts: { capture: AudioCapture; playback: AudioPlayback; ends: (() => void)[] } | null = null;

  constructor(client: RealtimeClient, options: AudioOptions = {}) {
    super();
    this.#client = client;
    this.#options = options;
  }

  /** What the microphone is doing. */
  getState(): AudioState {
    return this.#state;
  }

  /** Begins; call it when the user has clicked. Needs a connection whose server takes audio. */
  async start(): Promise<void> {
    if (this.#parts) return;
    const formats = this.#client.getState().audio;
    if (!formats) throw new RealtimeError('audio_not_available', 'This connection has no audio.');
    const capture = new AudioCapture({ ...this.#options, sampleRate: formats.input.sample_rate }, (samples) => {
      if (!this.muted) this.#client.sendAudio(samples);
    });
    const playback = new AudioPlayback(formats.output.sample_rate);
    const parts = { capture, playback, ends: this.#follow(playback) };
    this.#parts = parts;
    this.#enter('starting');
    try {
      await Promise.all([playback.start(), capture.start()]);
    } catch (error) {
      await this.stop();
      this.#enter((error as Error).name === 'NotAllowedError' ? 'permission-denied' : 'failed');
      throw error;
    }
    // Stopped while the user was being asked.
    if (this.#parts !== parts) return capture.stop();
    this.#enter('recording');
  }

  /** Ends both, and releases microphone and loudspeaker. */
  async stop(): Promise<void> {
    const parts = this.#parts;
    if (!parts) return;
    this.#parts = null;
    for (const end of parts.ends) end();
    this.#enter('idle');
    await Promise.all([parts.capture.stop(), parts.playback.stop()]);
  }

  #follow(playback: AudioPlayback): (() => void)[] {
    return [
      this.#client.on('audio', (data) => playback.play(data)),
      this.#client.on('cancelled', () => playback.flush()),
      this.#client.on('disconnected', () => playback.flush()),
    ];
  }

  #enter(state: AudioState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.emit('state-changed', state);
  }
}
