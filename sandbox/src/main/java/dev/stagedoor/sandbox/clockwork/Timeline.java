// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.clockwork;

import dev.stagedoor.sandbox.SandboxState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Scheduled events. It has no thread: each look at the state first runs everything due by the clock, ordered by time
 * and then by when it was scheduled. So a turned clock and a running one behave alike.
 * Guarded by the lock of {@link SandboxState}.
 */
public final class Timeline {
    private record Planned(Instant at, long order, Runnable happening) {}

    private final Clock clock;
    private final PriorityQueue<Planned> planned =
            new PriorityQueue<>(Comparator.comparing(Planned::at).thenComparingLong(Planned::order));
    private Instant now;
    private long order;
    private boolean running;

    public Timeline(Clock clock) {
        this.clock = clock;
        this.now = clock.instant();
    }

    /** The timeline's current time: while an event runs, the time it was scheduled for. */
    public Instant now() {
        return now;
    }

    public void in(Duration delay, Runnable happening) {
        at(now.plus(delay), happening);
    }

    public void at(Instant when, Runnable happening) {
        planned.add(new Planned(when.isBefore(now) ? now : when, order++, happening));
    }

    /** Runs everything due; when called from within an event, leaves the rest to the outer call. */
    public void catchUp() {
        if (running) return;
        running = true;
        try {
            Instant until = clock.instant();
            for (Planned next = planned.peek(); next != null && !next.at().isAfter(until); next = planned.peek()) {
                planned.remove();
                now = next.at();
                next.happening().run();
            }
            if (until.isAfter(now)) now = until;
        } finally {
            running = false;
        }
    }
}
