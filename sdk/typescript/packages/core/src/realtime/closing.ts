// SPDX-License-Identifier: Apache-2.0
import { RealtimeError, type RealtimeErrorCode } from '../errors.js';

/** What a close code asks of the client. */
export type Then = 'reconnect' | 'renew' | 'stop';

/** The close codes that the client tells apart, or sends. */
export const CLOSE = { normal: 1000, gap: 4000, unauthenticated: 4401, silent: 4408 } as const;

const CODES: Readonly<Record<number, readonly [Then, RealtimeErrorCode, string]>> = {
  1000: ['stop', 'disconnected', 'The connection was closed.'],
  1008: ['stop', 'unacceptable', 'The server does not accept this client.'],
  1009: ['reconnect', 'too_large', 'A message was too large.'],
  1012: ['reconnect', 'connection_lost', 'The server restarts.'],
  4401: ['renew', 'unauthenticated', 'The token has expired.'],
  4403: ['stop', 'forbidden', 'Access was refused. Sign in again.'],
  4408: ['reconnect', 'connection_lost', 'There was no sign of life.'],
  4409: ['stop', 'replaced', 'This session continues in another connection.'],
  4429: ['reconnect', 'limited', 'The server is busy.'],
};

/** What to do after a connection closed with `code`; every other code is an outage. */
export function afterClose(code: number): Then {
  return CODES[code]?.[0] ?? 'reconnect';
}

/** The error that tells of a closed connection. */
export function closeError(code: number, reason: string): RealtimeError {
  const [, name, message] = CODES[code] ?? ['reconnect', 'connection_failed', 'The connection failed.'];
  const retryAfter = /retry_after=(\d+)/.exec(reason)?.[1];
  return new RealtimeError(name, message, code, retryAfter === undefined ? undefined : Number(retryAfter));
}
