// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.retention;

import dev.stagedoor.config.Config;
import dev.stagedoor.kernel.Setting;
import java.time.Duration;

/** How long what is over is kept. */
public record RetentionConfig(
        @Setting(
                value =
                        "How old audit entries must be before `stagedoor audit archive` may move them into a file; 0s keeps"
                                + " them all in the database. The server itself never deletes any.",
                initial = "0s",
                max = 315_360_000_000L)
        Duration audit,

        @Setting(
                value =
                        "How long calls are kept after their end, with the numbers of phone calls. Usage of earlier days is"
                                + " no longer told.",
                initial = "90d",
                min = 604_800_000,
                max = 315_360_000_000L)
        Duration calls,

        @Setting(
                value = "How long dispatches and their receipts are kept after their end.",
                initial = "90d",
                min = 604_800_000,
                max = 315_360_000_000L)
        Duration dispatches,

        @Setting(
                value = "How long it is kept who was in a call's room, after they left.",
                initial = "90d",
                min = 604_800_000,
                max = 315_360_000_000L)
        Duration participants,

        @Setting(
                value = "How long events, and what became of their deliveries, are kept. What could not be delivered by"
                        + " then is dropped.",
                initial = "7d",
                min = 172_800_000,
                max = 31_536_000_000L)
        Duration deliveries) {
    /** Running features still read younger entries: whom a token admits, and who was admitted again. */
    private static final Duration LEAST_AUDIT = Duration.ofDays(30);

    public RetentionConfig {
        if (!audit.isZero() && audit.compareTo(LEAST_AUDIT) < 0) {
            throw new IllegalArgumentException(
                    "audit must be 0s, which keeps all entries in the database, or at least 30d");
        }
    }

    /** The defaults. */
    public static RetentionConfig usual() {
        return Config.defaults(RetentionConfig.class);
    }
}
