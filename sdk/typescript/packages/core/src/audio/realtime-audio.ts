// SPDX-License-Identifier: Apache-2.0
import { Emitter } from '../emitter.js';
import { RealtimeError } from '../errors.js';
import type { AudioFormats } from '../realtime/events.js';
import type { RealtimeClient } from '../realtime/client.js';
import type { ClientState } from '../realtime/state.js';
import { AudioCapture, type CaptureOptions } from './capture.js';
import { AudioPlayback } from './playback.js';

/** What the microphone is doing. */
export type AudioState = 'idle' | 'starting' | 'recording' | 'permission-denied' | 'failed';

/** Events of a `RealtimeAudio`. */
export interface AudioEvents {
  /** The microphone does something else now. */
  'state-changed': AudioState;
  /** The agent begins to be heard, or falls silent. */
  'agent-speaking': boolean;
}

/** Options of a `RealtimeAudio`. */
export type AudioOptions = Omit<CaptureOptions, 'sampleRate'>;

interface Parts {
  readonly capture: AudioCapture;
  readonly playback: AudioPlayback;
  readonly ends: readonly (() => void)[];
}

/**
 * Speaks and listens over a client's connection: while a button is held (`talk`, `release`), or all the time (`start`,
 * `stop`). The microphone is on exactly while the client's state says that the user is heard, and the browser shows that
 * it records for no longer. What the agent says ends when its answer is cancelled.
 */
export class RealtimeAudio extends Emitter<AudioEvents> {
  /** Records, and yet sends nothing, while true. */
  muted = false;
  readonly #client: RealtimeClient;
  readonly #options: AudioOptions;
  #state: AudioState = 'idle';
  #parts: Parts | null = null;

  constructor(client: RealtimeClient, options: AudioOptions = {}) {
    super();
    this.#client = client;
    this.#options = options;
  }

  /** What the microphone is doing. */
  getState(): AudioState {
    return this.#state;
  }

  /** Whether the agent can be heard now. */
  isAgentSpeaking(): boolean {
    return this.#parts?.playback.isPlaying() ?? false;
  }

  /** Begins to listen all the time, over turns and connections, until `stop`; call it when the user has clicked. */
  async start(): Promise<void> {
    const formats = this.#requireAudio();
    this.#client.setVoiceInputMode('vad');
    await this.#open(formats);
  }

  /**
   * The user begins to talk; call it when they press a button. It ends with `release`, or as `pushToTalk` does. Rejects if
   * they may not talk now, or do not allow the microphone.
   */
  async talk(): Promise<void> {
    const formats = this.#requireAudio();
    if (this.#client.getState().voiceMode === 'vad') return;
    this.#client.pushToTalk(true);
    await this.#open(formats);
  }

  /** The user has let go of the button, be the microphone on yet or not. The agent is still heard. */
  release(): void {
    this.#client.pushToTalk(false);
  }

  /** Ends speaking and listening, and the call. */
  async stop(): Promise<void> {
    const parts = this.#parts;
    if (!parts) return;
    this.#parts = null;
    for (const end of parts.ends) end();
    this.#client.setVoiceInputMode('text');
    this.#enter('idle');
    await Promise.all([parts.capture.stop(), parts.playback.stop()]);
  }

  async #open(formats: AudioFormats): Promise<void> {
    const { capture, playback } = (this.#parts ??= this.#assemble(formats));
    if (this.#state === 'starting' || this.#state === 'recording') return;
    this.#enter('starting');
    try {
      const [isOn] = await Promise.all([capture.start(), playback.start()]);
      if (isOn) this.#enter('recording');
    } catch (error) {
      await this.stop();
      this.#enter((error as Error).name === 'NotAllowedError' ? 'permission-denied' : 'failed');
      throw error;
    }
  }

  #assemble({ input, output }: AudioFormats): Parts {
    const capture = new AudioCapture({ ...this.#options, sampleRate: input.sample_rate }, (samples) => {
      if (!this.muted) this.#client.sendAudio(samples);
    });
    const playback = new AudioPlayback(output.sample_rate, (isPlaying) => {
      this.emit('agent-speaking', isPlaying);
    });
    const follow = ({ connection, talking, voiceMode, audio }: ClientState) => {
      if (!audio || connection === 'DISCONNECTED') return void this.stop();
      if (this.#state === 'idle' || talking || voiceMode === 'vad') return;
      capture.pause();
      this.#enter('idle');
    };
    const ends = [
      this.#client.on('state-changed', follow),
      this.#client.on('audio', (data) => playback.play(data)),
      this.#client.on('cancelled', () => playback.flush()),
      this.#client.on('disconnected', () => playback.flush()),
    ];
    return { capture, playback, ends };
  }

  #requireAudio(): AudioFormats {
    const { audio } = this.#client.getState();
    if (!audio) throw new RealtimeError('audio_not_available', 'This connection has no audio.');
    return audio;
  }

  #enter(state: AudioState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.emit('state-changed', state);
  }
}
