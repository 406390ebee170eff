package dev.stagedoor.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until it is turned. Safe for use by many threads. */
public final class SandboxClock extends Clock {
    private final AtomicReference<Instant> now;
    private final ZoneId zone;

    private SandboxClock(AtomicReference<Instant> now, ZoneId zone) {
        this.now = now;
        this.zone = zone;
    }

    /** A clock that shows {@code start} until {@link #advance} turns it. */
    public static SandboxClock at(Instant start) {
        return new SandboxClock(new AtomicReference<>(start), ZoneOffset.UTC);
    }

    /** Turns the clock forward by {@code by}, which may not be negative; time does not run backwards here. */
    public void advance(Duration by) {
        if (by.isNegative()) throw new IllegalArgumentException("time only goes forward, not by " + by);
        now.updateAndGet(then -> then.plus(by));
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new SandboxClock(now, other);
    }
}
