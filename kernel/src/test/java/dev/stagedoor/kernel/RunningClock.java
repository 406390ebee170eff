// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.kernel;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The system clock with an offset that can grow: for whole servers, whose threads wait. */
public final class RunningClock extends Clock {
    private final Clock machine = Clock.systemUTC();
    private volatile Duration ahead = Duration.ZERO;

    /** Turns it forward, never back. */
    public synchronized void turn(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("a running clock is not turned back, as by " + by);
        }
        ahead = ahead.plus(by);
    }

    @Override
    public Instant instant() {
        return machine.instant().plus(ahead);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
