// SPDX-License-Identifier: Apache-2.0

/** What went wrong, in the words of the integration guide; any other code is the server's own, in capitals. */
export type AgentCErrorCode =
  | 'QUOTA_EXCEEDED'
  | 'AGENT_C_UNAVAILABLE'
  | 'CHATUSER_NOT_FOUND'
  | 'INVALID_CREDENTIALS'
  | (string & {});

/** The server's codes that mean one of the guide's. Everything else keeps its name. */
const CODES: Readonly<Record<string, AgentCErrorCode>> = {
  quota_exceeded: 'QUOTA_EXCEEDED',
  not_found: 'CHATUSER_NOT_FOUND',
  unauthenticated: 'INVALID_CREDENTIALS',
  insufficient_scope: 'INVALID_CREDENTIALS',
  internal: 'AGENT_C_UNAVAILABLE',
  audit_unavailable: 'AGENT_C_UNAVAILABLE',
  busy: 'AGENT_C_UNAVAILABLE',
  provider_unavailable: 'AGENT_C_UNAVAILABLE',
  shutting_down: 'AGENT_C_UNAVAILABLE',
};

/** What stands in front of the server may answer without a code. */
const STATUSES: Readonly<Record<number, string>> = { 401: 'unauthenticated', 404: 'not_found', 429: 'rate_limited' };

/** Stagedoor refused, or could not be reached. */
export class AgentCError extends Error {
  constructor(
    /** What went wrong, for programs. */
    readonly code: AgentCErrorCode,
    message: string,
    /** The HTTP status; 0 if there was no answer. */
    readonly status: number,
    /** Seconds to wait, if the server said so. */
    readonly retryAfter?: number,
    /** Finds the request in the server's log and audit. */
    readonly requestId?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'AgentCError';
  }

  /** Nobody answered in time, or at all. */
  static unreachable(cause: unknown): AgentCError {
    return new AgentCError('AGENT_C_UNAVAILABLE', 'Stagedoor did not answer.', 0, undefined, undefined, { cause });
  }

  /** Reads the problem document of a failed answer. */
  static async of(response: Response): Promise<AgentCError> {
    const document: unknown = await response.json().catch(() => null);
    const { code, detail, request_id: requestId } = (document ?? {}) as Record<string, unknown>;
    const byStatus = STATUSES[response.status] ?? (response.status >= 500 ? 'internal' : 'refused');
    const name = typeof code === 'string' ? code : byStatus;
    return new AgentCError(
      CODES[name] ?? name.toUpperCase(),
      typeof detail === 'string' ? detail : `Stagedoor answered ${response.status}.`,
      response.status,
      retryAfter(response.headers.get('Retry-After')),
      typeof requestId === 'string' ? requestId : undefined,
    );
  }
}

/** A number of seconds or a date (RFC 9110). */
function retryAfter(header: string | null): number | undefined {
  if (header === null) return undefined;
  const seconds = /^\d+$/.test(header) ? Number(header) : Math.ceil((Date.parse(header) - Date.now()) / 1000);
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}
