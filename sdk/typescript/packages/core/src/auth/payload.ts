// SPDX-License-Identifier: Apache-2.0
import { AuthError } from '../errors.js';
import { requireSecure } from '../urls.js';

/** An agent, voice or avatar as the backend lists it: its name, or an object that describes it. */
export type Resource = string | Readonly<Record<string, unknown>>;

/** What a backend answers under `agent_c` when a user signs in. */
export interface LoginPayload {
  /** The token of the realtime connection. */
  readonly agent_c_token: string;
  /** The WebSocket to connect to. */
  readonly websocket_url: string;
  /** When the token ends, in Unix seconds. */
  readonly expires_at: number;
  /** The token of a HeyGen avatar, if there is one. */
  readonly heygen_token?: string | null;
  /** The agents that the user may talk to. */
  readonly agents?: readonly Resource[];
  /** The voices that an agent may have. */
  readonly voices?: readonly Resource[];
  /** The avatars that an agent may have. */
  readonly avatars?: readonly Resource[];
}

/** A fresh token, and whatever else of the payload has changed. */
export type TokenUpdate = Pick<LoginPayload, 'agent_c_token' | 'expires_at'> & Partial<LoginPayload>;

/** Beyond this, a time in seconds is really one in milliseconds: it would lie in the year 5138. */
const MILLISECONDS = 100_000_000_000;

const LISTS = ['agents', 'voices', 'avatars'] as const;

/** Throws `invalid_payload` or `insecure_url` unless the payload can be used. */
export function requirePayload(payload: LoginPayload, allowInsecure?: boolean): LoginPayload {
  if (!payload || typeof payload !== 'object') throw invalid('the payload is not an object');
  const { agent_c_token: token, websocket_url: url, expires_at: expiresAt } = payload;
  if (typeof token !== 'string' || token === '') throw invalid('agent_c_token is missing');
  if (typeof url !== 'string' || url === '') throw invalid('websocket_url is missing');
  if (typeof expiresAt !== 'number' || !Number.isFinite(expiresAt)) throw invalid('expires_at is missing');
  if (expiresAt >= MILLISECONDS) throw invalid('expires_at is in milliseconds; it must be in Unix seconds');
  for (const list of LISTS) {
    if (payload[list] != null && !Array.isArray(payload[list])) throw invalid(`${list} is not a list`);
  }
  requireSecure(url, allowInsecure);
  return payload;
}

function invalid(reason: string): AuthError {
  return new AuthError('invalid_payload', `The sign-in cannot be used: ${reason}.`);
}
