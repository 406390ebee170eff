// SPDX-License-Identifier: Apache-2.0
import { Resampler, toPcm16 } from './samples.js';
import { PROCESSOR, WORKLET } from './worklet.js';

/** How a microphone is recorded. */
export interface CaptureOptions {
  /** Samples per second to deliver. */
  readonly sampleRate: number;
  /** Where the page serves the worklet itself, if its policy forbids `blob:` URLs. */
  readonly workletUrl?: string;
  /** Which microphone, and how it is processed. */
  readonly constraints?: MediaTrackConstraints;
}

const VOICE: MediaTrackConstraints = { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true };

/** Records a microphone as PCM16 at the rate that the server takes. */
export class AudioCapture {
  readonly #options: CaptureOptions;
  readonly #deliver: (samples: Int16Array<ArrayBuffer>) => void;
  #stream: MediaStream | undefined;
  #context: AudioContext | undefined;
  #ready: Promise<void> | undefined;
  /** Replaced by each start and each end: whoever waits for a microphone sees that it is not wanted any more. */
  #wish = {};

  /** @param deliver receives the samples, piece by piece */
  constructor(options: CaptureOptions, deliver: (samples: Int16Array<ArrayBuffer>) => void) {
    this.#options = options;
    this.#deliver = deliver;
  }

  /**
   * Asks for the microphone and begins. Rejects with the browser's `NotAllowedError` if the user refuses. Resolves with
   * whether it records: a microphone that is allowed only after it was paused or stopped is released at once.
   */
  async start(): Promise<boolean> {
    this.pause();
    const wish = this.#wish;
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: { ...VOICE, ...this.#options.constraints } });
      if (wish !== this.#wish) {
        release(stream);
        return false;
      }
      this.#stream = stream;
      const context = (this.#context ??= new AudioContext());
      await context.resume();
      await (this.#ready ??= loadWorklet(context, this.#options.workletUrl));
      if (wish !== this.#wish) return false;
      this.#connect(context, stream, wish);
      return true;
    } catch (error) {
      if (wish === this.#wish) await this.stop();
      throw error;
    }
  }

  /** Releases the microphone, and keeps what makes the next start a quick one. */
  pause(): void {
    this.#wish = {};
    if (this.#stream) release(this.#stream);
    this.#stream = undefined;
    void this.#context?.suspend();
  }

  /** Ends the recording for good. */
  async stop(): Promise<void> {
    this.pause();
    const context = this.#context;
    this.#context = this.#ready = undefined;
    await context?.close();
  }

  #connect(context: AudioContext, stream: MediaStream, wish: object): void {
    const resampler = new Resampler(context.sampleRate, this.#options.sampleRate);
    const node = new AudioWorkletNode(context, PROCESSOR, { numberOfInputs: 1, numberOfOutputs: 0 });
    node.port.onmessage = ({ data }: MessageEvent<Float32Array>) => {
      if (this.#wish === wish) this.#deliver(toPcm16(resampler.process(data)));
    };
    context.createMediaStreamSource(stream).connect(node);
  }
}

function release(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

async function loadWorklet(context: AudioContext, url?: string): Promise<void> {
  if (url !== undefined) return context.audioWorklet.addModule(url);
  const blob = URL.createObjectURL(new Blob([WORKLET], { type: 'text/javascript' }));
  try {
    await context.audioWorklet.addModule(blob);
  } finally {
    URL.revokeObjectURL(blob);
  }
}
