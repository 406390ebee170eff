// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony;

import dev.stagedoor.api.telephony.CallAnswer;
import dev.stagedoor.http.vendor.VendorApi;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;

/** Problems as a SIP front end understands them: {@code {"reject": {"reason", "status_code", …}}}, with that HTTP status. */
final class Rejections {
    private Rejections() {}

    static VendorApi.Failure of(Problem problem, String requestId) {
        Rejection why = why(problem.code());
        return new VendorApi.Failure(
                why.status(),
                CallAnswer.reject(new CallAnswer.Reject(
                        why.reason(),
                        why.status(),
                        problem.detail(),
                        problem.code().wire(),
                        requestId)));
    }

    private record Rejection(String reason, int status) {}

    private static Rejection why(ErrorCode code) {
        return switch (code) {
            case MALFORMED_REQUEST, INVALID_REQUEST, IDEMPOTENCY_CONFLICT -> new Rejection("Invalid request", 400);
            case PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, METHOD_NOT_ALLOWED ->
                new Rejection("Invalid request", code.status());
            case UNAUTHENTICATED -> new Rejection("Unauthorized", 401);
            case FORBIDDEN, TENANT_SUSPENDED, USER_REVOKED, PARTICIPANT_REMOVED ->
                new Rejection("Number not in service", 403);
            case NOT_FOUND -> new Rejection("Number not in service", 404);
            case CONFLICT -> new Rejection("Call has ended", 409);
            case RATE_LIMITED, BUDGET_EXHAUSTED, QUOTA_EXCEEDED, CONCURRENCY_EXHAUSTED ->
                new Rejection("Too many calls", 429);
            case AGENT_NOT_AVAILABLE, NOT_PERMITTED_BY_POLICY -> new Rejection("No agents available", 503);
            case INTERNAL -> new Rejection("Internal server error", 500);
            default -> new Rejection("Service temporarily unavailable", 503);
        };
    }
}
