// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.doctor;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Compares two clocks: leases, budgets and token lifetimes depend on one or the other. */
final class CheckClocks {
    private static final String CLOCKS = "clocks";
    private static final Duration MOST = Duration.ofSeconds(1);
    private static final int TRIES = 3;

    private CheckClocks() {}

    /** Another machine's clock, read over the network. */
    interface Remote {
        Instant now() throws SQLException;
    }

    static CheckResult of(Clock here, Remote there) throws SQLException {
        Duration apart = apart(here, there);
        String seen = "the database's is " + apart.abs().toMillis() + " ms "
                + (apart.isNegative() ? "behind" : "ahead of") + " this machine's";
        return apart.abs().compareTo(MOST) <= 0
                ? CheckResult.ok(CLOCKS, seen)
                : CheckResult.warn(CLOCKS, seen, "synchronize both with NTP");
    }

    /** Uses the fastest answer; its error is at most half the round trip. */
    private static Duration apart(Clock here, Remote there) throws SQLException {
        Duration soonest = Duration.ofDays(1);
        Duration apart = Duration.ZERO;
        for (int i = 0; i < TRIES; i++) {
            Instant asked = here.instant();
            Instant told = there.now();
            Duration way = Duration.between(asked, here.instant());
            if (way.compareTo(soonest) < 0) {
                soonest = way;
                apart = Duration.between(asked.plus(way.dividedBy(2)), told);
            }
        }
        return apart;
    }
}
