// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.claude;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How much each key has used in the current minute. Only requests have a limit; tokens are counted for the headers.
 * Thread-safe.
 */
final class RateLimits {
    private static final long TOKENS = 100_000_000;

    private record Window(Instant start, int requests, long input, long output) {}

    private final int limit;
    private final Map<String, Window> windows = new ConcurrentHashMap<>();

    RateLimits(int requestsPerMinute) {
        this.limit = requestsPerMinute;
    }

    /** Counts a request, or refuses it. */
    void take(String key, Instant now) throws ApiError {
        Window window = change(key, now, 1, 0, 0);
        if (window.requests <= limit) return;
        long seconds = Duration.between(now, end(window)).toSeconds() + 1;
        throw ApiError.standard(429, Duration.ofSeconds(seconds));
    }

    void spend(String key, Instant now, Reply.Usage usage) {
        change(key, now, 0, usage.input(), usage.output());
    }

    void forget(String key) {
        windows.remove(key);
    }

    /** The {@code anthropic-ratelimit-*} headers. */
    Map<String, String> headers(String key) {
        @Nullable Window window = windows.get(key);
        if (window == null) return Map.of();
        String reset = end(window).toString();
        Map<String, String> headers = new LinkedHashMap<>();
        put(headers, "requests", limit, window.requests, reset);
        put(headers, "input-tokens", TOKENS, window.input, reset);
        put(headers, "output-tokens", TOKENS, window.output, reset);
        put(headers, "tokens", 2 * TOKENS, window.input + window.output, reset);
        return headers;
    }

    private Window change(String key, Instant now, int requests, long input, long output) {
        Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
        return windows.merge(key, new Window(minute, requests, input, output), (old, more) -> {
            if (!old.start.equals(minute)) return more;
            return new Window(minute, old.requests + requests, old.input + input, old.output + output);
        });
    }

    private static Instant end(Window window) {
        return window.start.plus(1, ChronoUnit.MINUTES);
    }

    private static void put(Map<String, String> headers, String what, long limit, long used, String reset) {
        String name = "anthropic-ratelimit-" + what;
        headers.put(name + "-limit", String.valueOf(limit));
        headers.put(name + "-remaining", String.valueOf(Math.max(0, limit - used)));
        headers.put(name + "-reset", reset);
    }
}
