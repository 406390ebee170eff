// SPDX-License-Identifier: Apache-2.0

/** The name under which the worklet registers. */
export const PROCESSOR = 'stagedoor-capture';

/**
 * Runs on the audio thread, which cannot import modules of a page, so that it is text. It only gathers samples:
 * a message for each 128 of them would be too many.
 */
export const WORKLET = `
const SIZE = 2048;
registerProcessor('${PROCESSOR}', class extends AudioWorkletProcessor {
  samples = new Float32Array(SIZE);
  filled = 0;
  process([[channel]]) {
    if (!channel) return true;
    for (const sample of channel) {
      this.samples[this.filled++] = sample;
      if (this.filled < SIZE) continue;
      this.port.postMessage(this.samples, [this.samples.buffer]);
      this.samples = new Float32Array(SIZE);
      this.filled = 0;
    }
    return true;
  }
});
`;
