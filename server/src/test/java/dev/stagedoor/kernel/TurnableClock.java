package dev.stagedoor.kernel;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands until it is turned. */
public final class TurnableClock extends Clock {
    private final AtomicReference<Instant> now;

    private TurnableClock(Instant start) {
        this.now = new AtomicReference<>(start);
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
    public void turn(Duration by) {
        now.updateAndGet(time -> time.plus(by));
    }

    /** Sets it. */
    public void set(Instant time) {
        now.set(time);
    }

    @Override
    public Instant instant() {
        return now.get();
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
