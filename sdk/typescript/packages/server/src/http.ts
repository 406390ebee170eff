// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { AgentCError } from './errors.js';

/** What requests need; all of it is decided. */
export interface HttpSettings {
  readonly base: string;
  readonly key: string;
  readonly timeoutMs: number;
  readonly tries: number;
  readonly fetch: typeof fetch;
  readonly random: () => number;
}

/** One request. */
export interface Request {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: object;
}

const FIRST_WAIT = 200;
/** Who would wait longer than this is better told so. */
const LONGEST_WAIT = 5_000;
const OUTAGES = new Set([0, 429, 502, 503, 504]);

/** Sends requests, and sends those again that failed and may be sent twice. */
export class Http {
  readonly #settings: HttpSettings;

  constructor(settings: HttpSettings) {
    this.#settings = settings;
  }

  /** The answer's body. Rejects with an `AgentCError`. */
  async send<Reply>(request: Request): Promise<Reply> {
    // The same key on every try, so that the server does the work once.
    const key = request.method === 'POST' ? randomUUID() : undefined;
    for (let attempt = 1; ; attempt++) {
      try {
        return (await this.#once(request, key)) as Reply;
      } catch (error) {
        if (isGone(request, attempt, error)) return undefined as Reply;
        const wait = this.#waitAfter(request, attempt, error as AgentCError);
        if (wait === undefined) throw error;
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  }

  async #once({ method, path, query, body }: Request, key: string | undefined): Promise<unknown> {
    const { base, key: apiKey, timeoutMs, fetch: request } = this.#settings;
    const url = new URL(base + path);
    for (const [name, value] of Object.entries(query ?? {})) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    const headers: Record<string, string> = { Accept: 'application/json', Authorization: `Bearer ${apiKey}` };
    if (body) headers['Content-Type'] = 'application/json';
    if (key) headers['Idempotency-Key'] = key;
    const init = { method, headers, body: body && JSON.stringify(body), redirect: 'error' as const };
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), timeoutMs);
    try {
      const response = await request(url, { ...init, signal: patience.signal });
      if (!response.ok) throw await AgentCError.of(response);
      const text = await response.text();
      return text === '' ? undefined : JSON.parse(text);
    } catch (error) {
      throw error instanceof AgentCError ? error : AgentCError.unreachable(error);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Milliseconds until the next try; undefined if there is none. */
  #waitAfter({ method }: Request, attempt: number, { code, status, retryAfter }: AgentCError): number | undefined {
    const { tries, random } = this.#settings;
    // A change that is not numbered by a key may have happened although its answer was lost.
    const isFinal = method === 'PATCH' || code === 'QUOTA_EXCEEDED' || !OUTAGES.has(status);
    if (isFinal || attempt >= tries) return undefined;
    const wait = retryAfter === undefined ? FIRST_WAIT * 2 ** (attempt - 1) * (0.5 + random()) : retryAfter * 1000;
    return wait > LONGEST_WAIT ? undefined : wait;
  }
}

/** What was to be deleted is gone; most likely by the try before, whose answer was lost. */
function isGone({ method }: Request, attempt: number, error: unknown): boolean {
  return method === 'DELETE' && attempt > 1 && (error as AgentCError).status === 404;
}
