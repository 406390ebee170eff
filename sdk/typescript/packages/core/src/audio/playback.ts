// SPDX-License-Identifier: Apache-2.0
import { fromPcm16 } from './samples.js';

/** A network's hiccup between two pieces is no silence, in milliseconds. */
const BREATH = 400;

/** Plays pieces of PCM16 one after the other, without gaps. */
export class AudioPlayback {
  readonly #sampleRate: number;
  readonly #playing = new Set<AudioBufferSourceNode>();
  readonly #changed: (isPlaying: boolean) => void;
  #isPlaying = false;
  #quiet: ReturnType<typeof setTimeout> | undefined;
  #context: AudioContext | undefined;
  #next = 0;

  /**
   * @param sampleRate samples per second of what will be played
   * @param changed hears when something begins to play, and when nothing has followed it
   */
  constructor(sampleRate: number, changed: (isPlaying: boolean) => void = () => {}) {
    this.#sampleRate = sampleRate;
    this.#changed = changed;
  }

  /** Gets ready. Browsers allow that only after the user has done something on the page. */
  async start(): Promise<void> {
    this.#context ??= new AudioContext();
    await this.#context.resume();
  }

  /** Puts a piece at the end of the queue. */
  play(data: ArrayBuffer): void {
    const context = this.#context;
    const samples = fromPcm16(data);
    if (!context || samples.length === 0) return;
    const buffer = context.createBuffer(1, samples.length, this.#sampleRate);
    buffer.copyToChannel(samples, 0);
    const source = context.createBufferSource();
    source.buffer = buffer;
    source.connect(context.destination);
    source.onended = () => {
      this.#playing.delete(source);
      if (!this.#playing.size) this.#quiet = setTimeout(() => this.#tell(false), BREATH);
    };
    this.#playing.add(source);
    this.#tell(true);
    this.#next = Math.max(this.#next, context.currentTime);
    source.start(this.#next);
    this.#next += buffer.duration;
  }

  /** Whether something is being played, or waits, or has only just ended. */
  isPlaying(): boolean {
    return this.#isPlaying;
  }

  /** Stops at once and forgets the queue. */
  flush(): void {
    for (const source of this.#playing) source.stop();
    this.#playing.clear();
    this.#next = 0;
    this.#tell(false);
  }

  /** Stops, and releases the loudspeaker. */
  async stop(): Promise<void> {
    this.flush();
    const context = this.#context;
    this.#context = undefined;
    await context?.close();
  }

  #tell(isPlaying: boolean): void {
    clearTimeout(this.#quiet);
    if (this.#isPlaying === isPlaying) return;
    this.#isPlaying = isPlaying;
    this.#changed(isPlaying);
  }
}
