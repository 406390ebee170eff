// SPDX-License-Identifier: Apache-2.0
import { Emitter } from '../emitter.js';
import { AuthError } from '../errors.js';
import { silent, type DebugLog } from '../log.js';
import { Alarm } from '../timers.js';
import { withoutQuery } from '../urls.js';
import { directLogin, isProduction, type LoginCredentials } from './development.js';
import { requirePayload, type LoginPayload, type Resource, type TokenUpdate } from './payload.js';
import { isSignedOut, renew } from './renewal.js';

/** Options of an `AuthManager`; all of them have a default. */
export interface AuthManagerOptions {
  /** The server's address, for `login()` only. */
  readonly apiUrl?: string;
  /** Gets a fresh token from the app's own backend. Without it, listeners of `token-expiring` do that. */
  readonly refresh?: () => Promise<TokenUpdate>;
  /** How long before its end a token is renewed, in milliseconds; at most a fifth of its life. Default 60,000. */
  readonly refreshBufferMs?: number;
  /** Whether `login()` refuses. Default: as the build says (`NODE_ENV`). */
  readonly production?: boolean;
  /** Allows http and ws to other machines. For tests only. */
  readonly allowInsecure?: boolean;
  /** Replaces the global `fetch`, for `login()` only. */
  readonly fetch?: typeof fetch;
  /** Receives debug lines, without tokens. */
  readonly log?: DebugLog;
}

/** What an `AuthManager` knows, without the token itself. */
export interface AuthState {
  /** Whether there is a token that has not ended. */
  readonly isAuthenticated: boolean;
  /** Whether a fresh token is being fetched. */
  readonly isRefreshing: boolean;
  /** When the token ends, in Unix seconds. */
  readonly expiresAt: number | null;
  /** Why the last refresh failed, until one succeeds. */
  readonly error: unknown;
}

/** Events of an `AuthManager`. */
export interface AuthEvents {
  /** The token ends soon. Once per token, and again when a listener's promise was rejected: refreshing is tried again. */
  'token-expiring': { readonly expiresAt: number };
  /** There is a fresh token. */
  'tokens-updated': { readonly expiresAt: number };
  /** The token has ended, and no refresh succeeded. */
  'token-expired': { readonly expiresAt: number };
  /** The app's session is over, or the user signed out: show the sign-in page. */
  'signed-out': { readonly reason: 'logout' | 'session-ended' };
  /** Something that `getState` tells has changed. */
  'state-changed': AuthState;
}

/** At most this long from one failed round of refreshing to the next. */
const NEXT_ROUND = 10_000;
const SHORTEST_ROUND = 1_000;

/** Holds the tokens of one signed-in user, in memory only, and sees to it that they are renewed in time. */
export class AuthManager extends Emitter<AuthEvents> {
  readonly #options: AuthManagerOptions;
  readonly #log: DebugLog;
  readonly #renewal = new Alarm();
  readonly #end = new Alarm();
  #payload: LoginPayload | null = null;
  #refreshing: Promise<void> | null = null;
  #life = new AbortController();
  #error: unknown = null;

  constructor(options: AuthManagerOptions = {}) {
    super();
    this.#options = options;
    this.#log = options.log ?? silent;
  }

  /** Starts with the tokens that the app's own backend answered. Makes no request. */
  async initializeFromPayload(payload: LoginPayload): Promise<void> {
    const accepted = requirePayload(payload, this.#options.allowInsecure);
    // Another person may have signed in: what is open under the earlier tokens must close.
    this.clearTokens();
    this.#log.debug('Signed in', {
      hasToken: true,
      websocketUrl: withoutQuery(accepted.websocket_url),
      expiresAt: new Date(accepted.expires_at * 1000).toISOString(),
      agentCount: accepted.agents?.length ?? 0,
      voiceCount: accepted.voices?.length ?? 0,
    });
    this.#accept({ ...accepted });
  }

  /** Replaces the token, and whatever else the update holds, and watches the new token's end instead. */
  async updateTokens(update: TokenUpdate): Promise<void> {
    if (!this.#payload) throw notAuthenticated();
    this.#accept(requirePayload({ ...this.#payload, ...update }, this.#options.allowInsecure));
    this.emit('tokens-updated', { expiresAt: update.expires_at });
  }

  /** Signs in directly with a chat user's password. For development: it refuses in production. */
  async login(credentials: LoginCredentials): Promise<LoginPayload> {
    console.warn('AuthManager.login() should only be used for development.');
    if (this.#options.production ?? isProduction()) {
      throw new AuthError('development_only', 'Sign in through your own backend, and use initializeFromPayload().');
    }
    const { apiUrl, fetch: request = globalThis.fetch, allowInsecure } = this.#options;
    const payload = await directLogin(apiUrl, credentials, request, allowInsecure);
    await this.initializeFromPayload(payload);
    return payload;
  }

  /**
   * Gets a fresh token now. Callers at the same time share one refresh. Three tries; rejects with the last error.
   * A 401 from the backend means that the session is over: the tokens are forgotten.
   */
  refreshTokens(): Promise<void> {
    if (!this.#payload) return Promise.reject(notAuthenticated());
    if (!this.#canRefresh()) return Promise.reject(new AuthError('no_refresh', 'There is no way to refresh the token.'));
    this.#refreshing ??= this.#refresh();
    return this.#refreshing;
  }

  /** Forgets the tokens and ends all timers; connections that use them close. */
  clearTokens(): void {
    this.#signOut('logout');
  }

  /** The same as `clearTokens`; ending the app's own session is the app's part. */
  async logout(): Promise<void> {
    this.clearTokens();
  }

  /** The current token, or null. */
  getToken(): string | null {
    return this.#payload?.agent_c_token ?? null;
  }

  /** The WebSocket's address, as the backend gave it. */
  getWebSocketUrl(): string | null {
    return this.#payload?.websocket_url ?? null;
  }

  /** The token of a HeyGen avatar, or null. */
  getHeygenToken(): string | null {
    return this.#payload?.heygen_token ?? null;
  }

  /** When the token ends, in Unix seconds, or null. */
  getExpiresAt(): number | null {
    return this.#payload?.expires_at ?? null;
  }

  /** The agents of the payload. */
  getAgents(): readonly Resource[] {
    return this.#payload?.agents ?? [];
  }

  /** The voices of the payload. */
  getVoices(): readonly Resource[] {
    return this.#payload?.voices ?? [];
  }

  /** The avatars of the payload. */
  getAvatars(): readonly Resource[] {
    return this.#payload?.avatars ?? [];
  }

  /** Whether there is a token that has not ended. */
  isAuthenticated(): boolean {
    return this.#payload !== null && Date.now() < this.#payload.expires_at * 1000;
  }

  /** What there is to know, without the token. */
  getState(): AuthState {
    return {
      isAuthenticated: this.isAuthenticated(),
      isRefreshing: this.#refreshing !== null,
      expiresAt: this.getExpiresAt(),
      error: this.#error,
    };
  }

  #accept(payload: LoginPayload): void {
    this.#payload = payload;
    this.#error = null;
    const end = payload.expires_at * 1000;
    const buffer = Math.min(this.#options.refreshBufferMs ?? 60_000, (end - Date.now()) / 5);
    this.#renewal.set(end - Math.max(0, buffer), () => this.#expiring(payload.expires_at));
    this.#end.set(end, () => {
      this.emit('token-expired', { expiresAt: payload.expires_at });
      this.#changed();
    });
    this.#changed();
  }

  #expiring(expiresAt: number): void {
    if (this.#options.refresh) this.emit('token-expiring', { expiresAt });
    this.refreshTokens().catch(() => {});
  }

  /** Without a function of its own, the listeners of `token-expiring` refresh. */
  #canRefresh(): boolean {
    return this.#options.refresh !== undefined || this.listens('token-expiring');
  }

  async #refresh(): Promise<void> {
    const { signal } = this.#life;
    const before = this.#payload;
    const attempt = () => (this.#options.refresh ? this.#fetchUpdate(signal) : this.#askListeners());
    try {
      // One turn later, so that callers find the shared promise in place.
      await Promise.resolve();
      this.#changed();
      await renew(attempt, signal);
      this.#log.debug('Token refresh', { success: true });
    } catch (error) {
      this.#log.debug('Token refresh', { success: false });
      if (signal.aborted) throw signedOut();
      if (isSignedOut(error)) this.#signOut('session-ended');
      else this.#tryAgainLater(before, error);
      throw error;
    } finally {
      if (!signal.aborted) {
        this.#refreshing = null;
        this.#changed();
      }
    }
  }

  async #fetchUpdate(signal: AbortSignal): Promise<void> {
    const update = await this.#options.refresh!();
    signal.throwIfAborted();
    await this.updateTokens(update);
  }

  /** The listeners refresh by themselves, and end with `updateTokens`. */
  async #askListeners(): Promise<void> {
    await Promise.all(this.emit('token-expiring', { expiresAt: this.getExpiresAt() ?? 0 }));
  }

  #tryAgainLater(before: LoginPayload | null, error: unknown): void {
    if (this.#payload !== before || !this.#payload) return;
    this.#error = error;
    const left = this.#payload.expires_at * 1000 - Date.now();
    const wait = Math.max(SHORTEST_ROUND, Math.min(NEXT_ROUND, left / 2));
    if (wait < left) this.#renewal.set(Date.now() + wait, () => this.refreshTokens().catch(() => {}));
  }

  #signOut(reason: AuthEvents['signed-out']['reason']): void {
    if (!this.#payload) return;
    this.#forget();
    this.emit('signed-out', { reason });
    this.#changed();
  }

  #forget(): void {
    this.#life.abort(signedOut());
    this.#life = new AbortController();
    this.#renewal.clear();
    this.#end.clear();
    this.#refreshing = null;
    this.#payload = null;
    this.#error = null;
  }

  #changed(): void {
    this.emit('state-changed', this.getState());
  }
}

function notAuthenticated(): AuthError {
  return new AuthError('not_authenticated', 'Not authenticated');
}

function signedOut(): AuthError {
  return new AuthError('signed_out', 'Signed out in the meantime.');
}
