package dev.stagedoor.audit;

import java.time.Duration;

/**
 * What a tenant may use in one window, taken from its policy. {@link #UNLIMITED} numbers are {@link Long#MAX_VALUE}.
 *
 * @param window     windows are aligned to multiples of this since 1970, in UTC; whole seconds, at least one
 * @param tokens     tokens per window
 * @param dispatches dispatches per window
 * @param seconds    seconds of agent time per window, used and reserved together
 * @param calls      calls open at once
 */
public record Budget(Duration window, long tokens, long dispatches, long seconds, int calls) {
    /** No limit at all. */
    public static final Budget UNLIMITED =
            new Budget(Duration.ofDays(1), Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE);

    public Budget {
        if (window.toSeconds() < 1 || !window.equals(Duration.ofSeconds(window.toSeconds()))) {
            throw new IllegalArgumentException("a window is a number of whole seconds, at least one");
        }
        if (tokens < 0 || dispatches < 0 || seconds < 0 || calls < 0) {
            throw new IllegalArgumentException("a budget is not negative");
        }
    }

    /** Whether anything is limited per window. If not, an entry judged by this budget leaves the window where it is. */
    boolean limitsWindow() {
        return tokens != Long.MAX_VALUE || dispatches != Long.MAX_VALUE || seconds != Long.MAX_VALUE;
    }
}
