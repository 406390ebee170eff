// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;

/** A route's timers, one for each status it has replied with, looked up once. */
final class RouteTimers {
    private final IntFunction<Timer> timers;
    private final AtomicReferenceArray<Timer> byStatus = new AtomicReferenceArray<>(600);

    RouteTimers(IntFunction<Timer> timers) {
        this.timers = timers;
    }

    void record(int status, long nanos) {
        int at = Math.clamp(status, 0, byStatus.length() - 1);
        Timer timer = byStatus.get(at);
        if (timer == null) {
            timer = timers.apply(status);
            byStatus.set(at, timer);
        }
        timer.record(nanos, TimeUnit.NANOSECONDS);
    }
}
