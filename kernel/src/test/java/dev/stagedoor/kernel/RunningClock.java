package dev.stagedoor.kernel;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that runs as the machine's does and can be turned ahead of it: for whole servers, whose threads wait. */
public final class RunningClock extends Clock {
    private final Clock machine = Clock.systemUTC();
    private volatile Duration ahead = Duration.ZERO;

    /** Turns it ahead; time that has passed does not come back. */
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
