// SPDX-License-Identifier: Apache-2.0
import { ApiError } from '../errors.js';
import { requireSecure } from '../urls.js';
import { AuthManager, type AuthManagerOptions } from './auth-manager.js';
import type { LoginPayload, TokenUpdate } from './payload.js';

/** What a person types to sign in at the app's own backend. */
export interface PersonCredentials {
  /** Their e-mail address. */
  readonly email: string;
  /** Their password at the app. */
  readonly password: string;
}

/** The signed-in person, as the backend describes them. */
export interface Person {
  /** The app's own id of the person. */
  readonly id: string;
  /** Their e-mail address. */
  readonly email?: string;
  /** Their name. */
  readonly name?: string;
}

/** Options of a `BackendSession`. */
export interface BackendSessionOptions extends Omit<AuthManagerOptions, 'refresh' | 'apiUrl'> {
  /** The backend's address. Default: the page's own origin. */
  readonly baseUrl?: string;
  /** Identifies the page to Stagedoor's own sign-in, if no registered host name does. */
  readonly publishableKey?: string;
  /** Keeps the session in an HttpOnly cookie, which survives a reload, and not in this object. Default true. */
  readonly cookie?: boolean;
}

interface LoginReply {
  readonly session_token?: string;
  readonly session?: { readonly token?: string };
  readonly user: Person;
  readonly agent_c: LoginPayload;
}

/** A person's session at the app's own backend: signs in and out there, and gets fresh tokens from there. */
export class BackendSession {
  /** The tokens of this session, for a `RealtimeClient`. */
  readonly auth: AuthManager;
  readonly #options: BackendSessionOptions;
  #token: string | undefined;
  #signingIn: Promise<Person> | null = null;

  constructor(options: BackendSessionOptions = {}) {
    if (options.baseUrl && !options.baseUrl.startsWith('/')) requireSecure(options.baseUrl, options.allowInsecure);
    this.#options = options;
    this.auth = new AuthManager({ ...options, refresh: () => this.#refresh() });
    this.auth.on('signed-out', () => {
      this.#token = undefined;
    });
  }

  /** Signs in. A second call while one runs joins it, so that a double click sends one request. */
  login(person: PersonCredentials): Promise<Person> {
    this.#signingIn ??= this.#login(person).finally(() => {
      this.#signingIn = null;
    });
    return this.#signingIn;
  }

  /** Continues the session of the cookie, after a reload. Rejects with status 401 if there is none. */
  async resume(): Promise<void> {
    await this.auth.initializeFromPayload((await this.#refresh()) as LoginPayload);
  }

  /** Signs out here at once, and at the backend. */
  async logout(): Promise<void> {
    const ended = this.#post('logout', {}, this.#token);
    this.auth.clearTokens();
    await ended;
  }

  async #login(person: PersonCredentials): Promise<Person> {
    const { cookie = true, publishableKey } = this.#options;
    const reply = (await this.#post('login', { ...person, ...(cookie && { cookie }) }, publishableKey)) as LoginReply;
    await this.auth.initializeFromPayload(reply.agent_c);
    this.#token = cookie ? undefined : (reply.session_token ?? reply.session?.token);
    return reply.user;
  }

  async #refresh(): Promise<TokenUpdate> {
    return ((await this.#post('refresh-agent-token', {}, this.#token)) as LoginReply).agent_c;
  }

  async #post(action: string, body: object, bearer?: string): Promise<unknown> {
    const { baseUrl = '', cookie = true, fetch: request = globalThis.fetch } = this.#options;
    const response = await request(`${baseUrl.replace(/\/+$/, '')}/api/auth/${action}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...(bearer && { Authorization: `Bearer ${bearer}` }) },
      body: JSON.stringify(body),
      credentials: cookie ? 'include' : 'same-origin',
    });
    if (!response.ok) throw await ApiError.of(response);
    return response.status === 204 ? undefined : response.json();
  }
}
