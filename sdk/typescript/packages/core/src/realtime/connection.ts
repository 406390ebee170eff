// SPDX-License-Identifier: Apache-2.0
import type { AuthManager } from '../auth/auth-manager.js';
import { AuthError, RealtimeError } from '../errors.js';
import type { DebugLog } from '../log.js';
import { sleep } from '../timers.js';
import { withoutQuery } from '../urls.js';
import { backoff, type ReconnectOptions } from './backoff.js';
import { afterClose, CLOSE, closeError } from './closing.js';
import type { ConnectionEvents, ConnectionState, Frame, ServerEvents } from './events.js';
import { Link, type WebSocketConstructor } from './link.js';

type Handshake = ServerEvents['ui_session_id_changed'];

/** What a connection needs; all of it is decided. */
export interface ConnectionSettings {
  readonly auth: AuthManager;
  readonly WebSocket: WebSocketConstructor;
  readonly url: () => string;
  readonly autoReconnect: boolean;
  readonly reconnect: Required<ReconnectOptions>;
  readonly connectionTimeout: number;
  readonly pingInterval: number;
  readonly pongTimeout: number;
  readonly random: () => number;
  readonly log: DebugLog;
}

/** Who hears of a connection. */
export interface ConnectionListener {
  state(state: ConnectionState): void;
  opened(handshake: Handshake): void;
  frame(frame: Frame): void;
  binary(data: ArrayBuffer): void;
  dropped(event: ConnectionEvents['disconnected']): void;
  waiting(event: ConnectionEvents['reconnecting']): void;
  restored(attempts: number): void;
  gaveUp(error: Error): void;
}

/** Keeps one link standing: opens it, and opens another one when it breaks. */
export class Connection {
  readonly #settings: ConnectionSettings;
  readonly #listener: ConnectionListener;
  #state: ConnectionState = 'DISCONNECTED';
  #link: Link | null = null;
  #task: Promise<void> | null = null;
  #life = new AbortController();
  #wake: () => void = () => {};
  #stable: ReturnType<typeof setTimeout> | undefined;
  #attempts = 0;
  /** The server refused this token as ended. */
  #refused: string | null = null;
  /** A token was renewed because of that, and no connection has been stable since. */
  #renewed = false;

  constructor(settings: ConnectionSettings, listener: ConnectionListener) {
    this.#settings = settings;
    this.#listener = listener;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** The link that stands, or null. */
  get link(): Link | null {
    return this.#state === 'CONNECTED' ? this.#link : null;
  }

  /** Resolves when a connection stands. While one is waiting to be made again, tries at once. */
  connect(): Promise<void> {
    if (this.#state === 'CONNECTED') return Promise.resolve();
    this.#wake();
    return this.#task ?? this.#run('CONNECTING', (signal) => this.#open(signal));
  }

  /** Ends the connection, and every attempt to make one. */
  disconnect(): void {
    this.#stop(new RealtimeError('disconnected', 'Disconnected.'));
  }

  /** Makes the connection again at once, because frames are missing. */
  restart(): void {
    this.#link?.close(CLOSE.gap, 'frames are missing');
  }

  /** Starts one turn later, so that a second caller finds the task in place. */
  #run(state: ConnectionState, start: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { signal } = this.#life;
    const task = Promise.resolve()
      .then(() => signal.throwIfAborted())
      .then(() => start(signal))
      .finally(() => {
        if (this.#task === task) this.#task = null;
      });
    task.catch(() => {});
    this.#task = task;
    this.#enter(state);
    return task;
  }

  async #open(signal: AbortSignal): Promise<void> {
    try {
      await this.#attemptAndRenew(signal);
    } catch (error) {
      if (!signal.aborted) this.#enter('DISCONNECTED');
      throw error;
    }
  }

  /** One attempt; and another one with a fresh token, if the token was the reason. */
  async #attemptAndRenew(signal: AbortSignal): Promise<void> {
    try {
      await this.#attempt(signal);
    } catch (error) {
      if (signal.aborted || !this.#mayRenew(error)) throw error;
      await this.#attempt(signal);
    }
  }

  async #attempt(signal: AbortSignal): Promise<void> {
    const { auth } = this.#settings;
    if (auth.getToken() === null) throw new AuthError('not_authenticated', 'Not authenticated');
    if (auth.getToken() === this.#refused || !auth.isAuthenticated()) await auth.refreshTokens();
    signal.throwIfAborted();
    await this.#handshake(auth.getToken()!);
  }

  #handshake(token: string): Promise<void> {
    const { connectionTimeout, url, log } = this.#settings;
    const address = url();
    log.debug('Connecting', { url: withoutQuery(address), hasToken: true });
    return new Promise((resolve, reject) => {
      let timedOut = false;
      const link: Link = new Link(
        { ...this.#settings, url: address, token },
        {
          frame: (frame) => {
            if (this.#link !== link) return;
            if (this.#state === 'CONNECTED') return this.#listener.frame(frame);
            if (frame.type !== 'ui_session_id_changed') return;
            clearTimeout(timer);
            this.#opened(link, frame as Handshake);
            resolve();
          },
          binary: (data) => {
            if (this.#link === link) this.#listener.binary(data);
          },
          closed: (code, reason) => {
            clearTimeout(timer);
            if (code === CLOSE.unauthenticated) this.#refused = link.token;
            const late = new RealtimeError('connect_timeout', 'The server did not answer in time.');
            reject(timedOut ? late : closeError(code, reason));
            if (this.#link === link) this.#closed(code, reason);
          },
        },
      );
      const timer = setTimeout(() => {
        timedOut = true;
        link.close(CLOSE.silent, 'no handshake');
      }, connectionTimeout);
      this.#link = link;
    });
  }

  #opened(link: Link, handshake: Handshake): void {
    const { auth, reconnect } = this.#settings;
    this.#stable = setTimeout(() => {
      this.#attempts = 0;
      this.#renewed = false;
    }, reconnect.stableAfter);
    link.watch();
    this.#enter('CONNECTED');
    this.#listener.opened(handshake);
    if (auth.getToken() !== link.token) this.renew();
  }

  /** Tells the server the current token, over the connection that stands. */
  renew(): void {
    const token = this.#settings.auth.getToken();
    if (!this.link || token === null) return;
    this.link.token = token;
    this.link.send({ type: 'auth_refresh', token } as Frame);
  }

  /** The current link has ended. */
  #closed(code: number, reason: string): void {
    const stood = this.#state === 'CONNECTED';
    this.#link = null;
    clearTimeout(this.#stable);
    if (!stood) return;
    const error = closeError(code, reason);
    const { autoReconnect } = this.#settings;
    const willReconnect = autoReconnect && (afterClose(code) === 'reconnect' || this.#mayRenew(error));
    this.#enter(willReconnect ? 'RECONNECTING' : 'DISCONNECTED');
    this.#listener.dropped({ code, reason, willReconnect });
    // A listener may have connected again, or disconnected.
    if (this.#state !== (willReconnect ? 'RECONNECTING' : 'DISCONNECTED')) return;
    if (willReconnect && !this.#task) void this.#run('RECONNECTING', (signal) => this.#reconnect(error, signal));
    else if (autoReconnect && !willReconnect && code !== CLOSE.normal) this.#listener.gaveUp(error);
  }

  async #reconnect(reason: RealtimeError, signal: AbortSignal): Promise<void> {
    for (let error: unknown = reason; ; ) {
      await this.#wait(error, signal);
      try {
        await this.#attemptAndRenew(signal);
        return this.#listener.restored(this.#attempts);
      } catch (failure) {
        if (signal.aborted) throw failure;
        const { maxAttempts } = this.#settings.reconnect;
        if (isFinal(failure) || (maxAttempts > 0 && this.#attempts >= maxAttempts)) {
          this.#enter('DISCONNECTED');
          this.#listener.gaveUp(failure as Error);
          throw failure;
        }
        error = failure;
      }
    }
  }

  async #wait(error: unknown, signal: AbortSignal): Promise<void> {
    const { reconnect, random } = this.#settings;
    const { closeCode, retryAfter = 0 } = error as Partial<RealtimeError>;
    const attempt = ++this.#attempts;
    const atOnce = closeCode === CLOSE.unauthenticated || closeCode === CLOSE.gap;
    const delay = atOnce ? 0 : Math.max(retryAfter * 1000, backoff(attempt, reconnect, random()));
    this.#listener.waiting({ attempt, delay });
    if (delay === 0) return;
    const nap = new AbortController();
    this.#wake = () => nap.abort();
    globalThis.addEventListener?.('online', this.#wake, { signal: nap.signal });
    signal.addEventListener('abort', this.#wake, { signal: nap.signal });
    await sleep(delay, nap.signal).catch(() => {});
    this.#wake();
    signal.throwIfAborted();
  }

  /** A token that has ended is renewed once until a connection was stable. */
  #mayRenew(error: unknown): boolean {
    if ((error as Partial<RealtimeError>).closeCode !== CLOSE.unauthenticated || this.#renewed) return false;
    this.#renewed = true;
    return true;
  }

  #stop(reason: RealtimeError): void {
    this.#life.abort(reason);
    this.#life = new AbortController();
    this.#task = null;
    this.#attempts = 0;
    this.#renewed = false;
    clearTimeout(this.#stable);
    const link = this.#link;
    const stood = this.#state === 'CONNECTED';
    this.#link = null;
    this.#enter('DISCONNECTED');
    link?.close(CLOSE.normal, '');
    if (stood) this.#listener.dropped({ code: CLOSE.normal, reason: '', willReconnect: false });
  }

  #enter(state: ConnectionState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#listener.state(state);
  }
}

/** Whether waiting cannot help. */
function isFinal(error: unknown): boolean {
  if (error instanceof AuthError || (error as { status?: unknown }).status === 401) return true;
  const { closeCode } = error as Partial<RealtimeError>;
  return closeCode !== undefined && afterClose(closeCode) !== 'reconnect';
}
