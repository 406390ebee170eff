// SPDX-License-Identifier: Apache-2.0
import { AuthError } from './errors.js';

const LOCAL = /^(localhost|127\.0\.0\.1|\[::1\])$/;
const SECURE = new Set(['https:', 'wss:']);

/** Throws unless the URL is https or wss, or names this machine, or the caller accepts the risk. */
export function requireSecure(url: string, allowInsecure = false): URL {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw new AuthError('invalid_url', `Not an absolute URL: ${withoutQuery(url)}`);
  }
  if (SECURE.has(parsed.protocol)) return parsed;
  const plain = parsed.protocol === 'http:' || parsed.protocol === 'ws:';
  if (plain && (allowInsecure || LOCAL.test(parsed.hostname))) return parsed;
  throw new AuthError('insecure_url', `Only https and wss are allowed: ${withoutQuery(url)}`);
}

/** The URL as it may be logged: a query can hold a token. */
export function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/, '');
}

/** The WebSocket behind `url`: a WebSocket's URL as it is, or the usual path below an API's. */
export function socketUrl(url: string, allowInsecure?: boolean): string {
  const parsed = requireSecure(url, allowInsecure);
  if (parsed.protocol.startsWith('ws')) return url;
  return `${parsed.protocol.replace('http', 'ws')}//${parsed.host}${parsed.pathname.replace(/\/+$/, '')}/api/rt/ws`;
}

/** The HTTP address that stands beside the WebSocket. */
export function besideSocket(socket: string, name: string): string {
  const url = new URL(name, withoutQuery(socket));
  return url.href.replace(/^ws/, 'http');
}
