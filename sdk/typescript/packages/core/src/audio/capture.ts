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

  /** @param deliver receives the samples, piece by piece */
  constructor(options: CaptureOptions, deliver: (samples: Int16Array<ArrayBuffer>) => void) {
    this.#options = options;
    this.#deliver = deliver;
  }

  /** Asks for the microphone and begins. Rejects with the browser's `NotAllowedError` if the user refuses. */
  async start(): Promise<void> {
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia({ audio: { ...VOICE, ...this.#options.constraints } });
      this.#context = new AudioContext();
      await this.#context.resume();
      await loadWorklet(this.#context, this.#options.workletUrl);
      this.#connect(this.#context, this.#stream);
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** Ends the recording and releases the microphone. */
  async stop(): Promise<void> {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = undefined;
    const context = this.#context;
    this.#context = undefined;
    await context?.close();
  }

  #connect(context: AudioContext, stream: MediaStream): void {
    const resampler = new Resampler(context.sampleRate, this.#options.sampleRate);
    const node = new AudioWorkletNode(context, PROCESSOR, { numberOfInputs: 1, numberOfOutputs: 0 });
    node.port.onmessage = ({ data }: MessageEvent<Float32Array>) => {
      if (this.#context === context) this.#deliver(toPcm16(resampler.process(data)));
    };
    context.createMediaStreamSource(stream).connect(node);
  }
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
