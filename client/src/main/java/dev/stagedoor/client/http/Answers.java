// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.stagedoor.api.problem.ProblemDetails;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns answers into values or exceptions. */
final class Answers {
    private static final String REQUEST_ID = "X-Request-Id";

    private Answers() {}

    static <T> T value(HttpResponse<byte[]> answer, Class<T> type) {
        if (answer.statusCode() / 100 != 2) {
            throw failure(answer, answer.body());
        }
        try {
            if (isJson(answer)) {
                return Objects.requireNonNull(WireJson.mapper().readValue(answer.body(), type));
            }
        } catch (IOException | NullPointerException e) {
            throw notOurs(answer, "which is not the expected JSON");
        }
        throw notOurs(answer, "not JSON");
    }

    static void nothing(HttpResponse<byte[]> answer) {
        if (answer.statusCode() / 100 != 2) {
            throw failure(answer, answer.body());
        }
    }

    /** The exception for an answer other than 2xx. */
    static StagedoorException failure(HttpResponse<?> answer, byte[] body) {
        if (answer.statusCode() >= 400 && isJson(answer)) {
            ProblemDetails problem = problem(body);
            if (problem != null && problem.code() != null && problem.detail() != null) {
                String id = problem.requestId() == null ? header(answer, REQUEST_ID) : problem.requestId();
                ProblemDetails whole = new ProblemDetails(
                        problem.type(),
                        problem.title(),
                        problem.status(),
                        problem.detail(),
                        problem.code(),
                        id,
                        problem.errors(),
                        problem.help() == null ? null : help(answer.uri(), problem.help()),
                        problem.error());
                return new ProblemException(answer.statusCode(), whole, retryAfter(answer));
            }
        }
        return notOurs(answer, "which is not a Stagedoor answer");
    }

    /** The whole URL of a page about the problem; null if it is not one. */
    private static @Nullable String help(URI asked, String reference) {
        try {
            return asked.resolve(reference).toString();
        } catch (IllegalArgumentException notAReference) {
            return null;
        }
    }

    private static @Nullable ProblemDetails problem(byte[] body) {
        try {
            return WireJson.mapper().readValue(body, ProblemDetails.class);
        } catch (JsonProcessingException e) {
            return null;
        } catch (IOException e) {
            throw new AssertionError("reading from memory", e);
        }
    }

    static UnexpectedAnswerException notOurs(HttpResponse<?> answer, String why) {
        String type = header(answer, "Content-Type");
        return new UnexpectedAnswerException(
                "%s answered %d%s, %s"
                        .formatted(
                                origin(answer),
                                answer.statusCode(),
                                type.isEmpty() ? "" : " " + plain(type),
                                answer.statusCode() / 100 == 3 ? "a redirect, which is not followed" : why),
                answer.statusCode());
    }

    /** When to retry: whole seconds; dates, which Stagedoor never sends, are ignored. */
    static @Nullable Duration retryAfter(HttpResponse<?> answer) {
        String value = header(answer, "Retry-After");
        return value.matches("[0-9]{1,6}") ? Duration.ofSeconds(Long.parseLong(value)) : null;
    }

    static boolean isJson(HttpResponse<?> answer) {
        String type = header(answer, "Content-Type").toLowerCase(Locale.ROOT);
        return type.startsWith("application/json") || type.startsWith("application/problem+json");
    }

    static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static String origin(HttpResponse<?> answer) {
        return answer.uri().getScheme() + "://" + answer.uri().getRawAuthority();
    }

    private static String plain(String header) {
        return header.replaceAll("[^ -~]", "?").substring(0, Math.min(header.length(), 80));
    }
}
