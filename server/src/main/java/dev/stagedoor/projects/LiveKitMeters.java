// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.projects;

import dev.stagedoor.livekit.api.LiveKitException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** How long the tenants' LiveKit servers take, and how they fail. */
final class LiveKitMeters {
    private final Map<Outcome, Timer> timers = new EnumMap<>(Outcome.class);

    private enum Outcome {
        ANSWERED,
        /** It said no: a 4xx. */
        REFUSED,
        /** No connection, no answer in time, or a 5xx. */
        FAILED,
        /** What it answered is not LiveKit's. */
        MALFORMED,
        /** We did not call: too many calls, or too many failures. */
        NOT_CALLED
    }

    LiveKitMeters(MeterRegistry registry) {
        for (Outcome outcome : Outcome.values()) {
            timers.put(
                    outcome,
                    Timer.builder("stagedoor.livekit.calls")
                            .description("Calls to LiveKit servers, by outcome")
                            .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
    }

    <T> T timed(Supplier<T> call) {
        long began = System.nanoTime();
        Outcome outcome = Outcome.NOT_CALLED;
        try {
            T answer = call.get();
            outcome = Outcome.ANSWERED;
            return answer;
        } catch (LiveKitException failed) {
            outcome = outcome(failed);
            throw failed;
        } finally {
            Objects.requireNonNull(timers.get(outcome)).record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
        }
    }

    private static Outcome outcome(LiveKitException failed) {
        if (failed instanceof LiveKitException.MalformedAnswer) {
            return Outcome.MALFORMED;
        }
        return TenantGuard.isOutage(failed) ? Outcome.FAILED : Outcome.REFUSED;
    }
}
