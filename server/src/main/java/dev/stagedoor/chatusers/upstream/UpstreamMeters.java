// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers.upstream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** How long tenants' upstream servers take, and how they fail. */
final class UpstreamMeters {
    private final Map<Outcome, Timer> timers = new EnumMap<>(Outcome.class);
    private final Counter alerts;

    private enum Outcome {
        ANSWERED,
        /** It said no: a 4xx. */
        REFUSED,
        /** No connection, no answer in time, or a 5xx. */
        FAILED,
        /** We did not call. */
        NOT_CALLED
    }

    UpstreamMeters(MeterRegistry registry) {
        for (Outcome outcome : Outcome.values()) {
            timers.put(
                    outcome,
                    Timer.builder("stagedoor.chat.upstream.calls")
                            .description("Calls to upstream servers, by outcome")
                            .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
        this.alerts = Counter.builder("stagedoor.chat.upstream.alerts")
                .description("Times that an upstream server refused a tenant's key")
                .register(registry);
    }

    void alerted() {
        alerts.increment();
    }

    <T> T timed(Supplier<T> call) {
        long began = System.nanoTime();
        Outcome outcome = Outcome.FAILED;
        try {
            T answer = call.get();
            outcome = Outcome.ANSWERED;
            return answer;
        } catch (UpstreamFailed failed) {
            outcome = outcome(failed);
            throw failed;
        } finally {
            Objects.requireNonNull(timers.get(outcome)).record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
        }
    }

    private static Outcome outcome(UpstreamFailed failed) {
        if (!failed.isCalled()) {
            return Outcome.NOT_CALLED;
        }
        return failed.isTransient() ? Outcome.FAILED : Outcome.REFUSED;
    }
}
