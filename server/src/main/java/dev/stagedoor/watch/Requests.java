// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.watch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Counts what is asked of tenants' LiveKit servers only to see how rooms are. */
public final class Requests {
    private final Map<Why, Counter> counters = new EnumMap<>(Why.class);

    /** Why LiveKit is asked. */
    public enum Why {
        /** All rooms of a project that somebody wants to know of. */
        NAMES,
        /** An agent is waited for. */
        START,
        /** The room may have changed. */
        CHANGE,
        /** It was looked at some time ago. */
        DUE,
        /** It is being ended, or has ended: is anything left? */
        END,
        /** Is the agent's program there? */
        QUESTION
    }

    public Requests(MeterRegistry registry) {
        for (Why why : Why.values()) {
            counters.put(
                    why,
                    Counter.builder("stagedoor.livekit.looks")
                            .description("Requests to LiveKit servers to see how rooms are, by their reason")
                            .tag("reason", why.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
    }

    /** So many requests were made for that reason. */
    public void count(Why why, int number) {
        Objects.requireNonNull(counters.get(why)).increment(number);
    }
}
