// SPDX-License-Identifier: Apache-2.0

/** How a lost connection is made again. */
export interface ReconnectOptions {
  /** The wait before the first try, in milliseconds. Default 1,000. */
  readonly initialDelay?: number;
  /** By what each further wait is longer. Default 1.5. */
  readonly multiplier?: number;
  /** The longest wait, before jitter, in milliseconds. Default 30,000. */
  readonly maxDelay?: number;
  /** By which part a wait is longer or shorter by chance. Default 0.3. */
  readonly jitter?: number;
  /** How many tries; 0 for no end. Default 0. */
  readonly maxAttempts?: number;
  /** How long a connection must stand until the waits begin anew, in milliseconds. Default 10,000. */
  readonly stableAfter?: number;
}

/** The options with their defaults. */
export const RECONNECT: Required<ReconnectOptions> = {
  initialDelay: 1_000,
  multiplier: 1.5,
  maxDelay: 30_000,
  jitter: 0.3,
  maxAttempts: 0,
  stableAfter: 10_000,
};

/** The wait before the try `attempt`, which counts from 1. `random` is from 0 to 1. */
export function backoff(attempt: number, options: Required<ReconnectOptions>, random: number): number {
  const { initialDelay, multiplier, maxDelay, jitter } = options;
  const delay = Math.min(maxDelay, initialDelay * multiplier ** (attempt - 1));
  return Math.round(delay * (1 + jitter * (2 * random - 1)));
}
