// SPDX-License-Identifier: Apache-2.0
// Node has no microphone and no loudspeaker. This stands in for the browser's, and notes what is done to it.
import { vi } from 'vitest';

interface Played {
  readonly at: number;
  stopped: boolean;
  /** The browser tells that the piece is over. */
  onended?: () => void;
}

/** A browser's audio, seen from a test. */
export class FakeBrowserAudio {
  readonly playing: Played[] = [];
  readonly modules: string[] = [];
  /** Audio contexts that nobody closed. */
  open = 0;
  /** The microphone's tracks that record. */
  readonly recording = new Set<object>();
  /** How often the user, or the browser for them, was asked for the microphone. */
  asked = 0;
  ports: { onmessage?: (event: { data: Float32Array }) => void }[] = [];
  permission: () => Promise<void> = () => Promise.resolve();

  get microphoneOn(): boolean {
    return this.recording.size > 0;
  }

  /** The microphone hears something. */
  speak(samples: Float32Array): void {
    for (const port of this.ports) port.onmessage?.({ data: samples });
  }

  refuse(name: string): void {
    this.permission = () => Promise.reject(new DOMException('refused', name));
  }

  /** The user does not answer until the returned function is called. */
  hesitate(): () => void {
    let allow = () => {};
    const answer = new Promise<void>((resolve) => (allow = resolve));
    this.permission = () => answer;
    return () => allow();
  }
}

/** Puts a browser's audio at 48 kHz into the globals. */
export function installAudio(): FakeBrowserAudio {
  const browser = new FakeBrowserAudio();
  const getUserMedia = async () => {
    browser.asked++;
    await browser.permission();
    const track = { stop: () => browser.recording.delete(track) };
    browser.recording.add(track);
    return { getTracks: () => [track] };
  };
  class AudioContext {
    readonly sampleRate = 48_000;
    readonly currentTime = 0;
    readonly destination = {};
    readonly audioWorklet = { addModule: async (url: string) => void browser.modules.push(url) };
    constructor() {
      browser.open++;
    }
    async resume() {}
    async suspend() {}
    async close() {
      browser.open--;
    }
    createMediaStreamSource = () => ({ connect() {} });
    createBuffer = (_: number, length: number, rate: number) => ({ duration: length / rate, copyToChannel() {} });
    createBufferSource() {
      const played = { at: 0, stopped: false };
      return Object.assign(played, {
        connect() {},
        start: (at: number) => browser.playing.push(Object.assign(played, { at })),
        stop: () => (played.stopped = true),
      });
    }
  }
  class AudioWorkletNode {
    readonly port = {};
    constructor() {
      browser.ports.push(this.port);
    }
  }
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia } });
  vi.stubGlobal('AudioContext', AudioContext);
  vi.stubGlobal('AudioWorkletNode', AudioWorkletNode);
  return browser;
}
