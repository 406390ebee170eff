// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.budgets;

/** The tokens of one call or of many, as the provider counts them. */
public record TokenUsage(long input, long output, long cacheWritten, long cacheRead) {
    /** None. */
    public static final TokenUsage NONE = new TokenUsage(0, 0, 0, 0);

    private static final int BYTES_OF_A_TOKEN = 3;

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
