// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.budgets;

/** The tokens of one call or of many, as the provider counts them. */
public record TokenUsage(long input, long output, long cacheWritten, long cacheRead) {
    /** None. */
    public static final TokenUsage NONE = new TokenUsage(0, 0, 0, 0);

    /** More than any call has; what a provider says beyond it, or below zero, is not believed. */
    private static final long MOST_OF_A_CALL = 20_000_000;

    private static final int BYTES_OF_A_TOKEN = 3;

    /**
     * What a provider says of one call. A tenant's own gateway may say anything: a number below zero would give budgets
     * back what others have spent, and a very large one would overflow them.
     */
    public static TokenUsage told(long input, long output, long cacheWritten, long cacheRead) {
        return new TokenUsage(believed(input), believed(output), believed(cacheWritten), believed(cacheRead));
    }

    private static long believed(long tokens) {
        return Math.clamp(tokens, 0, MOST_OF_A_CALL);
    }

    /** At least as many tokens as so many bytes of text have. */
    public static long mostOf(long bytes) {
        return bytes / BYTES_OF_A_TOKEN + 1;
    }

    /** All of them. */
    public long total() {
        return input + output + cacheWritten + cacheRead;
    }

    /** Both together. */
    public TokenUsage plus(TokenUsage other) {
        return new TokenUsage(
                input + other.input,
                output + other.output,
                cacheWritten + other.cacheWritten,
                cacheRead + other.cacheRead);
    }
}
