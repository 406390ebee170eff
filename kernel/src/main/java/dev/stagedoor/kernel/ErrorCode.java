package dev.stagedoor.kernel;

import java.util.Locale;

/**
 * Every error Stagedoor can answer with, and the one table from code to HTTP status (E1). The server, the client and the
 * exit codes of the command all read it.
 */
public enum ErrorCode {
    MALFORMED_REQUEST(400, false, "The request could not be read"),
    INVALID_REQUEST(422, false, "A value is not allowed"),
    UNAUTHENTICATED(401, false, "Authentication is needed"),
    FORBIDDEN(403, false, "Not allowed"),
    ORIGIN_NOT_ALLOWED(403, false, "This origin may not use the key"),
    TENANT_SUSPENDED(403, false, "The tenant is suspended"),
    USER_REVOKED(403, false, "The user may not enter"),
    PARTICIPANT_REMOVED(403, false, "The participant was put out of the room"),
    NOT_FOUND(404, false, "Not found"),
    METHOD_NOT_ALLOWED(405, false, "The method is not supported here"),
    CONFLICT(409, false, "It conflicts with what is there"),
    CREDENTIAL_NOT_ISOLATED(409, false, "The credential is not this tenant's alone"),
    IDEMPOTENCY_CONFLICT(422, false, "The idempotency key was used for another request"),
    KEY_ALREADY_SHOWN(409, false, "The key was shown once already"),
    PAYLOAD_TOO_LARGE(413, false, "The request is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, false, "The body must be application/json"),
    CREDENTIAL_MISSING(422, false, "The tenant has no such credential"),
    CREDENTIAL_REJECTED(422, false, "The provider rejects the credential"),
    NOT_PERMITTED_BY_POLICY(422, false, "The tenant's policy does not allow it"),
    ADDRESS_NOT_ALLOWED(422, false, "The server's address may not be called"),
    RATE_LIMITED(429, true, "Too many requests"),
    BUDGET_EXHAUSTED(429, false, "The budget of this window is used up"),
    CONCURRENCY_EXHAUSTED(429, true, "Too many calls at once"),
    INTERNAL(500, true, "Something went wrong here"),
    AUDIT_UNAVAILABLE(503, true, "The audit cannot be written"),
    BUSY(503, true, "Too much is changing at once"),
    PROVIDER_UNAVAILABLE(503, true, "The provider cannot be reached"),
    SHUTTING_DOWN(503, true, "The server is going down");

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

    /** Whether the same request can succeed later without being changed. */
    public boolean retryable() {
        return retryable;
    }

    /** One line for a person, the same for every occurrence (RFC 9457 {@code title}). */
    public String title() {
        return title;
    }
}
