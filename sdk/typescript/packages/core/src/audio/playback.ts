// SPDX-License-Identifier: Apache-2.0
import { fromPcm16 } from './samples.js';

/** Plays pieces of PCM16 one after the other, without gaps. */
export class AudioPlayback {
  readonly #sampleRate: number;
  readonly #playing = new Set<AudioBufferSourceNode>();
  #context: AudioContext | undefined;
  #next = 0;

  /** @param sampleRate samples per second of what will be played */
  constructor(sampleRate: number) {
    this.#sampleRate = sampleRate;
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
    source.onended = () => this.#playing.delete(source);
    this.#playing.add(source);
    this.#next = Math.max(this.#next, context.currentTime);
    source.start(this.#next);
    this.#next += buffer.duration;
  }

  /** Whether something is being played, or waits. */
  isPlaying(): boolean {
    return this.#playing.size > 0;
  }

  /** Stops at once and forgets the queue. */
  flush(): void {
    for (const source of this.#playing) source.stop();
    this.#playing.clear();
    this.#next = 0;
  }

  /** Stops, and releases the loudspeaker. */
  async stop(): Promise<void> {
    this.flush();
    const context = this.#context;
    this.#context = undefined;
    await context?.close();
  }
}
