// SPDX-License-Identifier: Apache-2.0

/** A timer holds a signed 32-bit number of milliseconds; a longer one would fire at once. */
const LONGEST = 2_147_483_647;

/** One alarm at a time, at a wall-clock time however far away. */
export class Alarm {
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Runs `action` at `time` (milliseconds), or as soon as possible if that has passed. Replaces an earlier alarm. */
  set(time: number, action: () => void): void {
    clearTimeout(this.#timer);
    const wait = Math.max(0, time - Date.now());
    this.#timer = setTimeout(() => (wait > LONGEST ? this.set(time, action) : action()), Math.min(wait, LONGEST));
  }

  /** Runs nothing any more. */
  clear(): void {
    clearTimeout(this.#timer);
  }
}

/** Resolves after `ms`, or rejects with the signal's reason as soon as it is aborted. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', abort);
      resolve();
    }, ms);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}
