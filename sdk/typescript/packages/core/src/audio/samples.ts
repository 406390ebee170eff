// SPDX-License-Identifier: Apache-2.0

/** Samples from -1 to 1 as 16-bit numbers; louder ones are clipped. */
export function toPcm16(samples: Float32Array): Int16Array<ArrayBuffer> {
  const pcm = new Int16Array(samples.length);
  samples.forEach((sample, i) => {
    const clipped = Math.max(-1, Math.min(1, sample));
    pcm[i] = Math.round(clipped < 0 ? clipped * 0x8000 : clipped * 0x7fff);
  });
  return pcm;
}

/** The reverse of `toPcm16`. An odd last byte is half a sample, and is left out. */
export function fromPcm16(data: ArrayBuffer): Float32Array<ArrayBuffer> {
  const pcm = new Int16Array(data, 0, data.byteLength >> 1);
  return Float32Array.from(pcm, (value) => (value < 0 ? value / 0x8000 : value / 0x7fff));
}

/** Changes the sample rate of a stream that comes in pieces. */
export class Resampler {
  readonly #step: number;
  #rest: Float32Array = new Float32Array(0);
  /** Where in the rest the next sample is taken. */
  #position = 0;

  /** @param from samples per second that come; @param to samples per second that go */
  constructor(from: number, to: number) {
    this.#step = from / to;
  }

  /** The next piece at the new rate. */
  process(piece: Float32Array): Float32Array {
    if (this.#step === 1) return piece;
    const input = joined(this.#rest, piece);
    const output: number[] = [];
    // A higher rate is averaged, so that what lies above the new limit does not turn into noise.
    const width = Math.max(1, this.#step);
    let position = this.#position;
    for (; position + width < input.length; position += this.#step) {
      output.push(this.#step > 1 ? mean(input, position, width) : between(input, position));
    }
    const used = Math.min(Math.floor(position), input.length);
    this.#rest = input.slice(used);
    this.#position = position - used;
    return Float32Array.from(output);
  }
}

function joined(first: Float32Array, second: Float32Array): Float32Array {
  const both = new Float32Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

function between(input: Float32Array, position: number): number {
  const left = Math.floor(position);
  const share = position - left;
  return input[left]! * (1 - share) + input[left + 1]! * share;
}

/** The mean over `width` samples, where the first and the last count by their part. */
function mean(input: Float32Array, start: number, width: number): number {
  const end = start + width;
  let sum = 0;
  for (let i = Math.floor(start); i < end; i++) sum += input[i]! * (Math.min(i + 1, end) - Math.max(i, start));
  return sum / width;
}
