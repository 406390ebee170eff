// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import dev.stagedoor.api.problem.ProblemDetails;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import java.time.Duration;
import java.util.List;

/** Problem details (RFC 9457), for requests refused by the router and for those that never reach it. */
final class ProblemReplies {
    /** The scopes in the reference that this server serves. */
    private static final String SCOPES = "/docs#description/scopes";

    private ProblemReplies() {}

    static byte[] document(Problem problem, String requestId) {
        ErrorCode code = problem.code();
        List<ProblemDetails.FieldError> errors = problem.fields().stream()
                .map(field -> new ProblemDetails.FieldError(field.name(), field.detail()))
                .toList();
        return Json.bytes(new ProblemDetails(
                "about:blank",
                code.title(),
                code.status(),
                problem.detail(),
                code.wire(),
                requestId,
                errors.isEmpty() ? null : errors,
                code == ErrorCode.INSUFFICIENT_SCOPE ? SCOPES : null,
                problem.error()));
    }

    /** {@code Retry-After} in whole seconds, never 0: clients would retry at once. */
    static long seconds(Duration after) {
        return Math.max(1, after.plusMillis(999).toSeconds());
    }

    /**
     * Replies to requests that are not valid HTTP. Errors of the router itself never get here, so an "internal error"
     * is a request that Helidon's parser failed on: as a 500 it would be logged with a dump of the request, which may
     * contain a key (S2), as often as a client likes.
     */
    static DirectHandlers forBrokenRequests() {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            handlers.addHandler(type, (request, event, status, headers, message) -> broken(status, headers));
        }
        return handlers.build();
    }

    private static DirectHandler.TransportResponse broken(Status status, ServerResponseHeaders headers) {
        Problem problem = switch (status.code()) {
            case 413, 414, 431 ->
                Problem.of(ErrorCode.PAYLOAD_TOO_LARGE, "The request line or the headers are too large.");
            case 503 -> Problem.of(ErrorCode.BUSY, "Too many requests are in progress.");
            default -> Problem.of(ErrorCode.MALFORMED_REQUEST, "This is not a valid HTTP request.");
        };
        String requestId = RequestIds.of(null);
        headers.set(Headers.PROBLEM);
        headers.set(HeaderValues.create(Headers.REQUEST_ID, requestId));
        headers.set(Headers.NO_STORE);
        headers.set(Headers.NO_SNIFF);
        headers.set(HeaderValues.create(HeaderNames.CONNECTION, "close"));
        return DirectHandler.TransportResponse.builder()
                .status(Status.create(problem.code().status()))
                .headers(headers)
                .keepAlive(false)
                .entity(document(problem, requestId))
                .build();
    }
}
