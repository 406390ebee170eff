// SPDX-License-Identifier: Apache-2.0

/** Why an `AuthManager` refused. */
export type AuthErrorCode =
  | 'not_authenticated'
  | 'invalid_payload'
  | 'invalid_url'
  | 'insecure_url'
  | 'development_only'
  | 'no_refresh'
  | 'signed_out';

/** A sign-in or its tokens cannot be used. */
export class AuthError extends Error {
  constructor(
    /** Why, for programs. */
    readonly code: AuthErrorCode,
    message: string,
  ) {
    super(message);
    this.name = 'AuthError';
  }
}

/** A backend answered with an error status. */
export class ApiError extends Error {
  constructor(
    /** The HTTP status. */
    readonly status: number,
    /** The `code` of the problem document, or an empty string. */
    readonly code: string,
    message: string,
    /** The answer's headers. */
    readonly headers: Headers,
    /** Finds the request in the server's log. */
    readonly requestId?: string,
    /** The `error` of the problem document: a failed sign-in has `Invalid credentials` there. */
    readonly error?: string,
  ) {
    super(message);
    this.name = 'ApiError';
  }

  /** Reads the problem document of a failed answer, if it has one. */
  static async of(response: Response): Promise<ApiError> {
    const problem: unknown = await response.json().catch(() => null);
    const { code, detail, request_id: requestId, error } = (problem ?? {}) as Record<string, unknown>;
    return new ApiError(
      response.status,
      textOf(code) ?? '',
      textOf(detail) ?? `The server answered ${response.status}.`,
      response.headers,
      textOf(requestId),
      textOf(error),
    );
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/**
 * Why a `RealtimeClient` refused or gave up. Codes that the server sends in an `error` frame appear as they are;
 * these are the client's own.
 */
export type RealtimeErrorCode =
  | 'not_connected'
  | 'not_your_turn'
  | 'not_delivered'
  | 'connect_timeout'
  | 'connection_failed'
  | 'connection_lost'
  | 'disconnected'
  | 'unauthenticated'
  | 'forbidden'
  | 'replaced'
  | 'limited'
  | 'unacceptable'
  | 'too_large'
  | 'no_answer'
  | (string & {});

/** The realtime connection, or a request over it, failed. */
export class RealtimeError extends Error {
  constructor(
    /** Why, for programs. */
    readonly code: RealtimeErrorCode,
    message: string,
    /** The WebSocket's close code, if that was the reason. */
    readonly closeCode?: number,
    /** Seconds to wait, if the server said so. */
    readonly retryAfter?: number,
  ) {
    super(message);
    this.name = 'RealtimeError';
  }
}

/** A failed sign-in, ready to show. */
export interface LoginProblem {
  /** What kind of failure it is; `setup`: no person can sign in on this page, whatever they type. */
  readonly type: 'network' | 'auth' | 'setup' | 'rate_limit' | 'maintenance' | 'unknown';
  /** One line for the user. */
  readonly message: string;
  /** Whether the same attempt may succeed later. */
  readonly retry: boolean;
  /** Seconds to wait, of `rate_limit` only. */
  readonly retryAfter?: number;
}

const SETUP: LoginProblem = {
  type: 'setup',
  message: 'This page cannot sign in: its publishable key is missing, or not for this origin.',
  retry: false,
};

const FIXED: Readonly<Record<string, LoginProblem>> = {
  // A wrong password has the same code, and an `error` with it.
  unauthenticated: SETUP,
  origin_not_allowed: SETUP,
  401: { type: 'auth', message: 'Invalid email or password.', retry: false },
  503: { type: 'maintenance', message: 'The service is being maintained. Please try again later.', retry: true },
};

/**
 * Tells what to show after a failed sign-in.
 *
 * @param error what was thrown: an `ApiError`, or anything with a `status` and perhaps `headers`
 * @param now the time in milliseconds, against which a `Retry-After` date is read
 */
export function mapLoginError(error: unknown, now: number = Date.now()): LoginProblem {
  if (globalThis.navigator?.onLine === false) return { type: 'network', message: 'You are offline. Please check your connection.', retry: true };
  const { status = 0, headers, code = '', error: reason } = (error ?? {}) as Partial<ApiError>;
  if (status === 429) {
    const retryAfter = readRetryAfter(headers?.get?.('Retry-After'), now);
    return { type: 'rate_limit', message: `Too many attempts. Please wait ${retryAfter} seconds.`, retry: true, retryAfter };
  }
  return (reason ? undefined : FIXED[code]) ?? FIXED[status] ?? { type: 'unknown', message: 'That did not work. Please try again.', retry: true };
}

/** `Retry-After` is a number of seconds or a date (RFC 9110); a minute if it is neither. */
export function readRetryAfter(header: string | null | undefined, now: number): number {
  if (header && /^\d+$/.test(header.trim())) return Number(header);
  const at = Date.parse(header ?? '');
  return Number.isNaN(at) ? 60 : Math.max(0, Math.ceil((at - now) / 1000));
}
