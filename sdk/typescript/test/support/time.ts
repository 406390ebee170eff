// SPDX-License-Identifier: Apache-2.0
import { vi } from 'vitest';

const nextTurn = setImmediate;
const PATIENCE = 5_000;

/** Takes the timers and the date from the code under test, and leaves real sockets alone. */
export function useFakeClock(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] });
}

/** Lets sockets and promises go on until `condition` holds; without it, for some turns. Time stands still if it is fake. */
export async function until<Value>(condition: () => Value): Promise<NonNullable<Value>> {
  const start = performance.now();
  for (;;) {
    const value = condition();
    if (value) return value;
    if (performance.now() - start > PATIENCE) throw new Error(`Never came true: ${condition}`);
    await new Promise((resolve) => nextTurn(resolve));
  }
}

/** Lets everything happen that is under way. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => nextTurn(resolve));
}

/** Moves a fake clock. */
export async function advance(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
}

/** The code of the error that `promise` is rejected with. */
export async function refusal(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    (value) => {
      throw new Error(`Not refused: ${JSON.stringify(value)}`);
    },
    (reason: unknown) => reason,
  );
  return (error as { code?: string }).code ?? String(error);
}
