// SPDX-License-Identifier: Apache-2.0
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { fromPcm16, Resampler, toPcm16 } from '../src/audio/samples.js';
import { PROCESSOR, WORKLET } from '../src/audio/worklet.js';

/** A tone of `hertz`, a second long. */
const tone = (hertz: number, rate: number) => Float32Array.from({ length: rate }, (_, i) => Math.sin((2 * Math.PI * hertz * i) / rate));
const loudness = (samples: Float32Array) => Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);

function resampled(input: Float32Array, from: number, to: number, piece: number): Float32Array {
  const resampler = new Resampler(from, to);
  const pieces: number[] = [];
  for (let at = 0; at < input.length; at += piece) pieces.push(...resampler.process(input.slice(at, at + piece)));
  return Float32Array.from(pieces);
}

describe('samples', () => {
  it('become 16-bit numbers, and are clipped', () => {
    expect([...toPcm16(Float32Array.of(0, 1, -1, 2, -2, 0.5))]).toEqual([0, 32_767, -32_768, 32_767, -32_768, 16_384]);
  });

  it('come back as they were', () => {
    const all = Int16Array.from({ length: 65_536 }, (_, i) => i - 32_768);
    expect(toPcm16(fromPcm16(all.buffer))).toEqual(all);
  });

  it('leave half a sample out', () => {
    expect(fromPcm16(Uint8Array.of(0, 0, 7).buffer)).toHaveLength(1);
  });
});

describe('a changed sample rate', () => {
  it.each([
    [48_000, 24_000],
    [44_100, 24_000],
    [44_100, 16_000],
    [16_000, 24_000],
    [8_000, 24_000],
  ])('keeps length and loudness of a voice: %i to %i', (from, to) => {
    const output = resampled(tone(440, from), from, to, 128);
    expect(Math.abs(output.length - to)).toBeLessThanOrEqual(4);
    expect(loudness(output)).toBeCloseTo(Math.SQRT1_2, 1);
  });

  it('is the same however the stream is cut', () => {
    const input = tone(440, 44_100).slice(0, 8_000);
    const whole = resampled(input, 44_100, 24_000, input.length);
    for (const piece of [1, 127, 2_048]) {
      const cut = resampled(input, 44_100, 24_000, piece);
      expect(Math.abs(cut.length - whole.length)).toBeLessThanOrEqual(1);
      const worst = Math.max(...cut.slice(0, whole.length).map((sample, i) => Math.abs(sample - whole[i]!)));
      expect(worst).toBeLessThan(1e-3);
    }
  });

  it('does not turn what lies above its limit into noise', () => {
    expect(loudness(resampled(tone(24_000, 48_000), 48_000, 24_000, 2_048))).toBeLessThan(0.05);
  });

  it('changes nothing between equal rates', () => {
    const piece = Float32Array.of(1, 2);
    expect(new Resampler(24_000, 24_000).process(piece)).toBe(piece);
  });
});

describe('the worklet', () => {
  it('gathers samples into larger pieces, and loses none', () => {
    const pieces: Float32Array[] = [];
    let Processor: new () => { process(inputs: Float32Array[][]): boolean } = class {
      process = () => false;
    };
    class AudioWorkletProcessor {
      port = { postMessage: (piece: Float32Array) => void pieces.push(piece) };
    }
    const registerProcessor = (name: string, processor: typeof Processor) => {
      expect(name).toBe(PROCESSOR);
      Processor = processor;
    };
    runInNewContext(WORKLET, { AudioWorkletProcessor, registerProcessor, Float32Array });
    const processor = new Processor();
    const input = Float32Array.from({ length: 48_000 }, (_, i) => i);
    for (let at = 0; at < input.length; at += 128) {
      expect(processor.process([[input.slice(at, at + 128)]])).toBe(true);
    }
    expect(processor.process([[]])).toBe(true);
    expect(pieces.map(({ length }) => length)).toEqual(Array.from({ length: 23 }, () => 2_048));
    expect(pieces.flatMap((piece) => [...piece])).toEqual([...input.slice(0, 23 * 2_048)]);
  });
});
