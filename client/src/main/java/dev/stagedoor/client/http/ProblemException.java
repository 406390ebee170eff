// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client.http;

import dev.stagedoor.api.problem.ProblemDetails;
import dev.stagedoor.api.problem.ProblemDetails.FieldError;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stagedoor answered with a problem (RFC 9457): it rejected the request or failed. */
public final class ProblemException extends StagedoorException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;
    private final String requestId;
    private final transient List<FieldError> errors;
    private final @Nullable Duration retryAfter;
    private final @Nullable String help;

    ProblemException(int status, ProblemDetails problem, @Nullable Duration retryAfter) {
        super(problem.detail());
        this.status = status;
        this.code = problem.code();
        this.requestId = problem.requestId();
        this.errors = problem.errors() == null ? List.of() : List.copyOf(problem.errors());
        this.retryAfter = retryAfter;
        this.help = problem.help();
    }

    /** The HTTP status, 400 to 599. */
    public int status() {
        return status;
    }

    /** The stable error code: {@code credential_missing}. */
    public String code() {
        return code;
    }

    /** What went wrong, for users. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    /** The invalid fields; may be empty. */
    public List<FieldError> errors() {
        return errors;
    }

    /** The request's id in the server's log. */
    public String requestId() {
        return requestId;
    }

    /** When to retry, if the server said so. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** The URL of a page that says more, if the server named one. */
    public Optional<String> help() {
        return Optional.ofNullable(help);
    }
}
