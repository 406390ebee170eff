// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.oidc;

import dev.stagedoor.http.vendor.VendorApi.Failure;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import java.util.Map;

/** Problems as OAuth says them (RFC 6749, section 5.2; RFC 8693, section 2.2.2), with our code and the request's id. */
final class OAuthErrors {
    private static final int BAD_REQUEST = 400;

    private OAuthErrors() {}

    static Failure of(Problem problem, String requestId) {
        ErrorCode code = problem.code();
        return switch (code) {
            case UNAUTHENTICATED -> failure(code.status(), "invalid_client", problem, requestId);
            case FORBIDDEN, INSUFFICIENT_SCOPE, ORIGIN_NOT_ALLOWED ->
                failure(BAD_REQUEST, "unauthorized_client", problem, requestId);
            case INTERNAL -> failure(code.status(), "server_error", problem, requestId);
            default ->
                code.retryable()
                        ? failure(code.status(), "temporarily_unavailable", problem, requestId)
                        : failure(BAD_REQUEST, refusal(problem), problem, requestId);
        };
    }

    /** A token that is not accepted, for any reason, is an {@code invalid_request} (RFC 8693, section 2.2.2). */
    private static String refusal(Problem problem) {
        String field =
                problem.fields().isEmpty() ? "" : problem.fields().getFirst().name();
        return switch (field) {
            case ExchangeRoutes.GRANT_TYPE -> "unsupported_grant_type";
            case ExchangeRoutes.AUDIENCE, ExchangeRoutes.RESOURCE -> "invalid_target";
            default -> "invalid_request";
        };
    }

    private static Failure failure(int status, String error, Problem problem, String requestId) {
        return new Failure(
                status,
                Map.of(
                        "error",
                        error,
                        "error_description",
                        described(problem.detail()),
                        "code",
                        problem.code().wire(),
                        "request_id",
                        requestId));
    }

    /** RFC 6749 allows printable ASCII only, without the characters that end a quoted string. */
    private static String described(String detail) {
        return detail.replace('"', '\'').replace('\\', '/').replaceAll("[^ -~]", "?");
    }
}
