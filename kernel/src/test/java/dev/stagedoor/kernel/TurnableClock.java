// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.kernel;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands until it is turned. */
public final class TurnableClock extends Clock {
    private volatile Instant now;

    private TurnableClock(Instant start) {
        this.now = start;
    }

    /** A clock that shows {@code start}. */
    public static TurnableClock at(Instant start) {
        return new TurnableClock(start);
    }

    /** A clock that shows {@code start}, given in ISO-8601. */
    public static TurnableClock at(String start) {
        return at(Instant.parse(start));
    }

    /** Turns it, forward or (negative) back. */
    public synchronized void turn(Duration by) {
        now = now.plus(by);
    }

    /** Sets it. */
    public synchronized void set(Instant time) {
        now = time;
    }

    @Override
    public Instant instant() {
        return now;
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
