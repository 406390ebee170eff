// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.models;

import dev.stagedoor.http.vendor.VendorApi.Failure;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import java.util.Map;

/** Problems as the Messages API says them, and our code, so that the vendor's clients raise the right exceptions. */
final class AnthropicErrors {
    /** The vendor's own, which its clients try again. */
    private static final int OVERLOADED = 529;

    private AnthropicErrors() {}

    static Failure of(Problem problem, String requestId) {
        return switch (problem.code()) {
            case UNAUTHENTICATED -> failure(401, "authentication_error", problem, requestId);
            case NOT_FOUND -> failure(404, "not_found_error", problem, requestId);
            case PAYLOAD_TOO_LARGE -> failure(413, "request_too_large", problem, requestId);
            case RATE_LIMITED, BUDGET_EXHAUSTED, CONCURRENCY_EXHAUSTED ->
                failure(429, "rate_limit_error", problem, requestId);
            case INTERNAL -> failure(500, "api_error", problem, requestId);
            case PROVIDER_UNAVAILABLE, BUSY, AUDIT_UNAVAILABLE, SHUTTING_DOWN ->
                failure(OVERLOADED, "overloaded_error", problem, requestId);
            default -> refusal(problem, requestId);
        };
    }

    private static Failure refusal(Problem problem, String requestId) {
        ErrorCode code = problem.code();
        boolean ofCredential = code == ErrorCode.CREDENTIAL_MISSING
                || code == ErrorCode.CREDENTIAL_REJECTED
                || code == ErrorCode.CREDENTIAL_EXPIRED;
        return code.status() == 403 || ofCredential
                ? failure(403, "permission_error", problem, requestId)
                : failure(400, "invalid_request_error", problem, requestId);
    }

    private static Failure failure(int status, String type, Problem problem, String requestId) {
        Map<String, String> error = Map.of(
                "type",
                type,
                "message",
                problem.detail(),
                "code",
                problem.code().wire());
        return new Failure(status, Map.of("type", "error", "error", error, "request_id", requestId));
    }
}
