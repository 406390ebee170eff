// SPDX-License-Identifier: Apache-2.0

/** Where debug lines go, such as `console`. They never hold a token. */
export interface DebugLog {
  /** Takes one line and its details. */
  debug(message: string, details?: Readonly<Record<string, unknown>>): void;
}

/** The log of those who did not ask for one. */
export const silent: DebugLog = { debug: () => {} };
