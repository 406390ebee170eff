// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until it is advanced. Thread-safe. */
public final class SandboxClock extends Clock {
    /** Shared by the views of one clock in different zones. */
    private static final class Hands {
        private volatile Instant now;

        Hands(Instant now) {
            this.now = now;
        }

        synchronized void turn(Duration by) {
            now = now.plus(by);
        }
    }

    private final Hands hands;
    private final ZoneId zone;

    private SandboxClock(Hands hands, ZoneId zone) {
        this.hands = hands;
        this.zone = zone;
    }

    /** A clock that shows {@code start} until {@link #advance} moves it. */
    public static SandboxClock at(Instant start) {
        return new SandboxClock(new Hands(start), ZoneOffset.UTC);
    }

    /** Moves the clock forward by {@code by}, which must not be negative: time never runs backwards. */
    public void advance(Duration by) {
        if (by.isNegative()) throw new IllegalArgumentException("time only goes forward, not by " + by);
        hands.turn(by);
    }

    @Override
    public Instant instant() {
        return hands.now;
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new SandboxClock(hands, other);
    }
}
