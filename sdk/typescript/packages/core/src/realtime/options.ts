// SPDX-License-Identifier: Apache-2.0
import type { AuthManager } from '../auth/auth-manager.js';
import type { DebugLog } from '../log.js';
import type { ReconnectOptions } from './backoff.js';
import type { WebSocketConstructor } from './link.js';
import type { TabStorage } from './tab-session.js';

/** Options of a `RealtimeClient`; all of them have a default. */
export interface RealtimeClientOptions {
  /** Whose tokens to use. Default: an `AuthManager` of its own, to be started by `initializeFromPayload`. */
  readonly authManager?: AuthManager;
  /** The WebSocket's address, or the API's. Default: what the backend answered at sign-in. */
  readonly apiUrl?: string;
  /** Whether a lost connection is made again. Default true. */
  readonly autoReconnect?: boolean;
  /** How a lost connection is made again. */
  readonly reconnect?: ReconnectOptions;
  /** How long to wait for the server's greeting, in milliseconds. Default 10,000. */
  readonly connectionTimeout?: number;
  /** How often to ask for a sign of life, in milliseconds. Default 30,000. */
  readonly pingInterval?: number;
  /** How long to wait for it, in milliseconds. Default 10,000. */
  readonly pongTimeout?: number;
  /** The chat to open first. Default: a new one. */
  readonly chatSessionId?: string;
  /** The agent of a new chat. Default: the server's. */
  readonly agentKey?: string;
  /** Where the tab's ui session outlives a reload; null for nowhere. Default `sessionStorage`. */
  readonly storage?: TabStorage | null;
  /** Allows http and ws to other machines. For tests only. */
  readonly allowInsecure?: boolean;
  /** Replaces the global `WebSocket`, which Node 20 lacks. */
  readonly WebSocket?: WebSocketConstructor;
  /** Replaces the global `fetch`, for uploads. */
  readonly fetch?: typeof fetch;
  /** Replaces `Math.random`, for jitter. */
  readonly random?: () => number;
  /** Receives debug lines, without tokens. */
  readonly log?: DebugLog;
}
