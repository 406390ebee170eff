// SPDX-License-Identifier: Apache-2.0
import { ApiError, AuthError } from '../errors.js';
import { requireSecure, socketUrl } from '../urls.js';
import type { LoginPayload } from './payload.js';

/** A chat user's own name and password. Only a developer's machine may hold them. */
export interface LoginCredentials {
  /** The chat user's name. */
  readonly username: string | undefined;
  /** The chat user's password. */
  readonly password: string | undefined;
}

declare const process: { env: { NODE_ENV?: string } };

/** Bundlers replace `process.env.NODE_ENV`. Where nobody did, a page that is not on this machine is production. */
export function isProduction(): boolean {
  try {
    return process.env.NODE_ENV === 'production';
  } catch {
    const host = globalThis.location?.hostname ?? '';
    return host !== 'localhost' && host !== '127.0.0.1';
  }
}

/** Signs in directly at the server, with a chat user's password. */
export async function directLogin(
  apiUrl: string | undefined,
  credentials: LoginCredentials,
  request: typeof fetch,
  allowInsecure?: boolean,
): Promise<LoginPayload> {
  if (!apiUrl) throw new AuthError('invalid_url', 'login() needs the option apiUrl.');
  const base = requireSecure(apiUrl, allowInsecure).origin;
  const response = await request(`${base}/api/rt/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ username: credentials.username, password: credentials.password }),
  });
  if (!response.ok) throw await ApiError.of(response);
  const payload = (await response.json()) as LoginPayload;
  return { ...payload, websocket_url: payload.websocket_url ?? socketUrl(base, allowInsecure) };
}
