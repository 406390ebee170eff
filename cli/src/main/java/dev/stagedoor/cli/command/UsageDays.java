// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.command;

import dev.stagedoor.client.Calls;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which days are counted. */
public final class UsageDays {
    @Option(names = "--from", paramLabel = "DAY", description = "The first day, like 2026-11-01; 30 days before --to.")
    private @Nullable LocalDate from;

    @Option(names = "--to", paramLabel = "DAY", description = "The last day; today.")
    private @Nullable LocalDate to;

    @Option(names = "--time-zone", paramLabel = "ZONE", description = "Where days begin, like Europe/Berlin; UTC.")
    private @Nullable String timeZone;

    /** What was used in these days, a line for each day, agent or user; null where a line is of something else. */
    public Calls.UsageQuery query(@Nullable String by) {
        return new Calls.UsageQuery(by, from, to, timeZone);
    }
}
