// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import java.time.Clock;
import java.time.Duration;

/**
 * What a sandbox stands on.
 *
 * @param clock all its time; a {@link SandboxClock} makes it a stepped one
 * @param seed all its chance
 * @param noResponseAfter how long LiveKit takes to say that nobody serves a room or participant (3 s measured)
 */
public record SandboxSettings(Clock clock, long seed, Duration noResponseAfter) {
    private static final Duration MEASURED = Duration.ofSeconds(3);

    /** A sandbox that lives in real time. */
    public static SandboxSettings realTime() {
        return new SandboxSettings(Clock.systemUTC(), 1, MEASURED);
    }

    /** A sandbox whose time stands still until {@code clock} is turned. */
    public static SandboxSettings stepped(SandboxClock clock, long seed) {
        return new SandboxSettings(clock, seed, MEASURED);
    }

    /** The same with another wait before "no response from servers". */
    public SandboxSettings withNoResponseAfter(Duration wait) {
        return new SandboxSettings(clock, seed, wait);
    }

    /** Whether time passes only when it is turned. */
    public boolean isStepped() {
        return clock instanceof SandboxClock;
    }
}
