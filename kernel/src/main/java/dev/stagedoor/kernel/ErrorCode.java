// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.kernel;

import java.util.Locale;

/**
 * Every error that Stagedoor returns, and the one table from code to HTTP status (E1). The server, the client and the
 * CLI's exit codes all read it.
 */
public enum ErrorCode {
    MALFORMED_REQUEST(400, false, "The request could not be read"),
    INVALID_REQUEST(422, false, "A value is not allowed"),
    UNAUTHENTICATED(401, false, "Authentication is required"),
    TOKEN_EXPIRED(401, false, "The token has expired"),
    FORBIDDEN(403, false, "Not allowed"),
    INSUFFICIENT_SCOPE(403, false, "The key lacks a scope"),
    ORIGIN_NOT_ALLOWED(403, false, "This origin may not use the key"),
    TENANT_SUSPENDED(403, false, "The tenant is suspended"),
    USER_REVOKED(403, false, "The user's access is revoked"),
    PARTICIPANT_REMOVED(403, false, "The participant was removed from the room"),
    NOT_FOUND(404, false, "Not found"),
    METHOD_NOT_ALLOWED(405, false, "Method not allowed"),
    CONFLICT(409, false, "The request conflicts with the current state"),
    CREDENTIAL_NOT_ISOLATED(409, false, "The credential is already in use elsewhere"),
    IDEMPOTENCY_CONFLICT(422, false, "The idempotency key was used for a different request"),
    NO_PROFILE_SELECTED(409, false, "No Claude profile is selected"),
    KEY_ALREADY_SHOWN(409, false, "The key was already shown"),
    PAYLOAD_TOO_LARGE(413, false, "The request is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, false, "Unsupported media type"),
    CREDENTIAL_MISSING(422, false, "The tenant has no credential of this kind"),
    CREDENTIAL_REJECTED(422, false, "The provider rejected the credential"),
    CREDENTIAL_EXPIRED(422, false, "The credential has expired"),
    TOOLS_NOT_ENABLED(422, false, "Agents have no tools here"),
    NOT_PERMITTED_BY_POLICY(422, false, "Not permitted by the tenant's policy"),
    ADDRESS_NOT_ALLOWED(422, false, "Calls to this address are not allowed"),
    RATE_LIMITED(429, true, "Too many requests"),
    BUDGET_EXHAUSTED(429, false, "The budget for this window is exhausted"),
    QUOTA_EXCEEDED(429, false, "The quota is used up"),
    CONCURRENCY_EXHAUSTED(429, true, "Too many concurrent calls"),
    INTERNAL(500, true, "Internal error"),
    AUDIT_UNAVAILABLE(503, true, "The audit log is unavailable"),
    BUSY(503, true, "Too many concurrent changes"),
    AGENT_NOT_AVAILABLE(503, true, "No agent joined in time"),
    PROVIDER_UNAVAILABLE(503, true, "The provider is unavailable"),
    SHUTTING_DOWN(503, true, "The server is shutting down");

    private final int status;
    private final boolean retryable;
    private final String title;

    ErrorCode(int status, boolean retryable, String title) {
        this.status = status;
        this.retryable = retryable;
        this.title = title;
    }

    /** The code on the wire: {@code credential_missing}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** Whether the same request may succeed later, unchanged. */
    public boolean retryable() {
        return retryable;
    }

    /** One line for a person, the same for every occurrence (RFC 9457 {@code title}). */
    public String title() {
        return title;
    }
}
