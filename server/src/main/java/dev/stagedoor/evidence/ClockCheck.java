// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evidence;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** The tenant's LiveKit and this server agree on the time: tokens of a wrong time admit nobody, or for too long. */
final class ClockCheck implements Check {
    static final Duration MOST = Duration.ofSeconds(5);

    @Override
    public String name() {
        return "clock";
    }

    @Override
    public Duration within() {
        return Duration.ofSeconds(1);
    }

    /** HTTP dates are cut to the second, so that half a second is added; the answer took half of the way. */
    @Override
    public Finding look(Subject subject) {
        Optional<Validator.Said> said = subject.said();
        if (said.isEmpty()) {
            return Finding.failed("The tenant's LiveKit server did not answer.");
        }
        Instant theirs = said.get().date();
        if (theirs == null) {
            return Finding.failed("The tenant's LiveKit server does not say what time it is.");
        }
        Instant ours = said.get().answered().minus(said.get().took().dividedBy(2));
        Duration apart = Duration.between(ours, theirs.plusMillis(500));
        boolean agree = apart.abs().compareTo(MOST) <= 0;
        String seen = String.format(
                Locale.ROOT,
                "Its clock is %.1f s %s ours.",
                apart.abs().toMillis() / 1000.0,
                apart.isNegative() ? "behind" : "ahead of");
        return Finding.that(agree, seen);
    }
}
