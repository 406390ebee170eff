// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.claude;

import dev.stagedoor.sandbox.SandboxClock;
import java.time.Clock;
import java.time.Duration;

/**
 * A Claude sandbox's settings.
 *
 * @param clock what prompt caches and rate limits go by; waits are always real
 * @param seed the only source of ids
 * @param perToken how long each token of an answer takes, unless its script says otherwise
 * @param inWords whether texts stream a whole word at a time, each in the time of a token
 * @param cachedFrom the smallest prefix, in tokens, that is cached (1,024 with most of Anthropic's models)
 * @param requestsPerMinute of one key, before it is refused with 429
 */
public record ClaudeSettings(
        Clock clock, long seed, Duration perToken, boolean inWords, int cachedFrom, int requestsPerMinute) {
    private static final int CACHED_FROM = 1_024;
    private static final int UNLIMITED = 10_000_000;

    /** Answers at once, in real time. */
    public static ClaudeSettings realTime() {
        return new ClaudeSettings(Clock.systemUTC(), 1, Duration.ZERO, false, CACHED_FROM, UNLIMITED);
    }

    /** Caches and rate limits stand still until {@code clock} is advanced. */
    public static ClaudeSettings stepped(SandboxClock clock, long seed) {
        return new ClaudeSettings(clock, seed, Duration.ZERO, false, CACHED_FROM, UNLIMITED);
    }

    /** The same, with another pace. */
    public ClaudeSettings withPerToken(Duration pace) {
        return new ClaudeSettings(clock, seed, pace, inWords, cachedFrom, requestsPerMinute);
    }

    /** The same, but texts stream word by word, which reads better than tokens that break words. */
    public ClaudeSettings withWholeWords() {
        return new ClaudeSettings(clock, seed, perToken, true, cachedFrom, requestsPerMinute);
    }

    /** The same, with another smallest prefix for caching. */
    public ClaudeSettings withCachedFrom(int tokens) {
        return new ClaudeSettings(clock, seed, perToken, inWords, tokens, requestsPerMinute);
    }

    /** The same, with another rate limit. */
    public ClaudeSettings withRequestsPerMinute(int limit) {
        return new ClaudeSettings(clock, seed, perToken, inWords, cachedFrom, limit);
    }
}
