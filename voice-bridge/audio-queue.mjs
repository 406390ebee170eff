// SPDX-License-Identifier: Apache-2.0
// Audio that waits, never more than so many milliseconds of it.

export class AudioQueue {
  #rate;
  #most;
  #chunks = [];
  #samples = 0;

  constructor(rate, mostMs) {
    this.#rate = rate;
    this.#most = (rate * mostMs) / 1_000;
  }

  get empty() {
    return this.#chunks.length === 0;
  }

  /** Whether so many samples more would fit. */
  fits(samples) {
    return this.#samples + samples <= this.#most;
  }

  /** Adds at the end; returns how many milliseconds of the oldest audio had to go for it. */
  push(chunk) {
    let dropped = 0;
    while (!this.empty && !this.fits(chunk.length)) dropped += this.shift().length;
    this.#chunks.push(chunk);
    this.#samples += chunk.length;
    return (dropped * 1_000) / this.#rate;
  }

  shift() {
    const chunk = this.#chunks.shift();
    this.#samples -= chunk.length;
    return chunk;
  }

  clear() {
    this.#chunks = [];
    this.#samples = 0;
  }
}
