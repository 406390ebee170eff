// SPDX-License-Identifier: Apache-2.0
import { Http } from './http.js';
import type {
  ChatUser,
  ChatUserChange,
  ChatUserList,
  ChatUserTokens,
  GeneratedToken,
  NewChatUser,
  NewSession,
  OpenedSession,
  Page,
  TokenRequest,
} from './types.js';

/** Options of an `AgentCClient`. It needs the address and a key; the guide's names for the key are accepted too. */
export interface AgentCClientOptions {
  /** Stagedoor's address. */
  readonly apiUrl: string | undefined;
  /** The tenant's secret key: `sd_live_…`. It stays in the backend. */
  readonly apiKey?: string;
  /** Not used: a key says by itself whose it is. */
  readonly adminUsername?: string;
  /** The same as `apiKey`. */
  readonly adminPassword?: string;
  /** The same as `apiKey`, in its `password`. */
  readonly adminCredentials?: { readonly username?: string; readonly password?: string };
  /** How long one try may take, in milliseconds. Default 10,000. */
  readonly timeoutMs?: number;
  /** How often a request is sent that may be sent again. Default 3. */
  readonly tries?: number;
  /** Allows http to other machines. For tests, and for networks that are secure by themselves. */
  readonly allowInsecure?: boolean;
  /** Replaces the global `fetch`. */
  readonly fetch?: typeof fetch;
  /** Replaces `Math.random`, for jitter. */
  readonly random?: () => number;
}

const CHAT_USERS = '/api/v1/chat-users';
const LOCAL = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/** Stagedoor for a backend: chat users, their tokens, and sessions. Every method rejects with an `AgentCError`. */
export class AgentCClient {
  readonly #http: Http;

  constructor(options: AgentCClientOptions) {
    const { timeoutMs = 10_000, tries = 3, random = Math.random, fetch: request = globalThis.fetch } = options;
    this.#http = new Http({ base: baseOf(options), key: keyOf(options), timeoutMs, tries, random, fetch: request });
  }

  /** Creates a chat user. `CONFLICT` if its name is taken, `QUOTA_EXCEEDED` if the tenant may have no more. */
  createChatUser({ password: _, ...user }: NewChatUser): Promise<ChatUser> {
    return this.#http.send({ method: 'POST', path: CHAT_USERS, body: user });
  }

  /** Shows a chat user. */
  getChatUser(id: string): Promise<ChatUser> {
    return this.#http.send({ method: 'GET', path: pathOf(id) });
  }

  /** Changes a chat user. */
  updateChatUser(id: string, change: ChatUserChange): Promise<ChatUser> {
    return this.#http.send({ method: 'PATCH', path: pathOf(id), body: change });
  }

  /** Deletes a chat user; its connections end. */
  async deleteChatUser(id: string): Promise<void> {
    await this.#http.send({ method: 'DELETE', path: pathOf(id) });
  }

  /** Lists chat users, a page at a time. */
  listChatUsers(page: Page = {}): Promise<ChatUserList> {
    return this.#http.send({ method: 'GET', path: CHAT_USERS, query: { ...page } });
  }

  /** Makes a token by which a page reaches agents as a chat user. */
  generateToken(request: TokenRequest | string): Promise<GeneratedToken> {
    const { chatUserId, expiresIn, appUserId, metadata }: TokenRequest =
      typeof request === 'string' ? { chatUserId: request } : request;
    const body = {
      app_user_id: appUserId ?? String(metadata?.['app_user_id'] ?? chatUserId),
      expires_in: typeof expiresIn === 'number' ? `${expiresIn}s` : expiresIn,
    };
    return this.#http.send({ method: 'POST', path: `${pathOf(chatUserId)}/token`, body });
  }

  /** The same with the guide's other names. */
  async generateTokenForChatUser(chatUserId: string): Promise<ChatUserTokens> {
    const { token, expires_at, websocket_url } = await this.generateToken(chatUserId);
    return { jwt_token: token, expires_at, websocket_url, heygen_token: null };
  }

  /** Opens a session for one of your own people: Stagedoor chooses the chat user, and the page refreshes by itself. */
  openSession({ userId, device, ttl }: NewSession): Promise<OpenedSession> {
    return this.#http.send({ method: 'POST', path: '/api/v1/sessions', body: { user_id: userId, device, ttl } });
  }
}

function pathOf(chatUserId: string): string {
  if (!chatUserId) throw new TypeError('The id of a chat user is missing.');
  return `${CHAT_USERS}/${encodeURIComponent(chatUserId)}`;
}

function keyOf({ apiKey, adminPassword, adminCredentials }: AgentCClientOptions): string {
  const key = apiKey ?? adminPassword ?? adminCredentials?.password;
  if (!key) throw new TypeError('The tenant’s key is missing: apiKey.');
  return key;
}

function baseOf({ apiUrl, allowInsecure = false }: AgentCClientOptions): string {
  if (!apiUrl) throw new TypeError('Stagedoor’s address is missing: apiUrl.');
  const { protocol, hostname, origin, pathname } = new URL(apiUrl);
  const isSecure = protocol === 'https:' || (protocol === 'http:' && (allowInsecure || LOCAL.test(hostname)));
  if (!isSecure) throw new TypeError(`Only https is allowed: ${origin}`);
  return origin + pathname.replace(/\/+$/, '');
}
