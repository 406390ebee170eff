// SPDX-License-Identifier: Apache-2.0
import { sleep } from '../timers.js';

const TRIES = 3;

/** Whether the app's session is over, so that asking again is useless. */
export function isSignedOut(error: unknown): boolean {
  return (error as { status?: unknown } | null)?.status === 401;
}

/** Runs `attempt` at most three times, after waits of 2 s and 4 s. Throws the last error; a 401 at once. */
export async function renew(attempt: () => Promise<void>, signal: AbortSignal): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      signal.throwIfAborted();
      if (tries === TRIES || isSignedOut(error)) throw error;
      await sleep(2 ** tries * 1000, signal);
    }
  }
}
