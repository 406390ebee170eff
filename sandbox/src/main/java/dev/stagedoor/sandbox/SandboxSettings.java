// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import java.time.Clock;
import java.time.Duration;

/**
 * A sandbox's settings.
 *
 * @param clock the only source of time; a {@link SandboxClock} makes the sandbox stepped
 * @param seed the only source of randomness
 * @param noResponseAfter how long LiveKit takes to say that no server has a room or participant (measured: 3 s)
 */
public record SandboxSettings(Clock clock, long seed, Duration noResponseAfter) {
    private static final Duration MEASURED = Duration.ofSeconds(3);

    /** A sandbox that runs in real time. */
    public static SandboxSettings realTime() {
        return new SandboxSettings(Clock.systemUTC(), 1, MEASURED);
    }

    /** A sandbox whose time stands still until {@code clock} is advanced. */
    public static SandboxSettings stepped(SandboxClock clock, long seed) {
        return new SandboxSettings(clock, seed, MEASURED);
    }

    /** The same settings with a different wait before "no response from servers". */
    public SandboxSettings withNoResponseAfter(Duration wait) {
        return new SandboxSettings(clock, seed, wait);
    }

    /** Whether time passes only when the clock is advanced. */
    public boolean isStepped() {
        return clock instanceof SandboxClock;
    }
}
