// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.claude;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serial;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An error response of the API. */
final class ApiError extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String type;
    private final transient @Nullable Duration retryAfter;

    ApiError(int status, String type, String message, @Nullable Duration retryAfter) {
        super(message, null, false, false);
        this.status = status;
        this.type = type;
        this.retryAfter = retryAfter;
    }

    /** A request that breaks the API's rules. */
    static ApiError invalid(String message) {
        return of(400, message);
    }

    /** An error with the type that Anthropic documents for the status. */
    static ApiError of(int status, String message) {
        return new ApiError(status, type(status), message, null);
    }

    /** An error with Anthropic's own words for the status. */
    static ApiError standard(int status, @Nullable Duration retryAfter) {
        return new ApiError(status, type(status), words(status), retryAfter);
    }

    int status() {
        return status;
    }

    String type() {
        return type;
    }

    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }

    /** Whether the vendor tells clients to try again. */
    boolean retryable() {
        return status == 429 || status >= 500;
    }

    /** The body, and the data of an {@code error} event. */
    ObjectNode body(String requestId) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("type", "error");
        body.putObject("error").put("type", type).put("message", getMessage());
        return body.put("request_id", requestId);
    }

    private static String type(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 402 -> "billing_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 504 -> "timeout_error";
            case 529 -> "overloaded_error";
            default -> status < 500 ? "invalid_request_error" : "api_error";
        };
    }

    private static String words(int status) {
        return switch (status) {
            case 401 -> "invalid x-api-key";
            case 402 -> "Your credit balance is too low to access the Anthropic API.";
            case 403 -> "Your API key does not have permission to use the specified resource.";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 413 -> "Request exceeds the maximum size";
            case 429 -> "This request would exceed your organization's rate limit.";
            case 504 -> "Request timed out.";
            case 529 -> "Overloaded";
            default -> status < 500 ? "Bad Request" : "Internal server error";
        };
    }
}
