// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.tenants;

import dev.stagedoor.api.usage.PlatformUsage;
import dev.stagedoor.cli.command.Command;
import dev.stagedoor.cli.command.Paging;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.console.Columns;
import dev.stagedoor.cli.console.Minutes;
import dev.stagedoor.client.Calls;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@CommandLine.Command(
        name = "usage",
        description = "Show what each tenant used.",
        footer = {"stagedoor tenants usage --all", "stagedoor tenants usage --from 2026-11-01 --to 2026-11-30 --json"})
final class TenantsUsage extends Command {
    private static final Columns<PlatformUsage.Line> COLUMNS = new Columns<PlatformUsage.Line>()
            .add("tenant", PlatformUsage.Line::tenant)
            .add("calls", PlatformUsage.Line::calls)
            .add("agents sent", PlatformUsage.Line::dispatches)
            .add("tokens", PlatformUsage.Line::tokens)
            .add("people", line -> Minutes.of(line.participantSeconds()))
            .add("agents", line -> Minutes.of(line.agentSeconds()));

    @Option(names = "--from", paramLabel = "DAY", description = "The first day, like 2026-11-01; 30 days before --to.")
    private @Nullable LocalDate from;

    @Option(names = "--to", paramLabel = "DAY", description = "The last day; today.")
    private @Nullable LocalDate to;

    @Option(names = "--time-zone", paramLabel = "ZONE", description = "Where days begin, like Europe/Berlin; UTC.")
    private @Nullable String timeZone;

    @Mixin
    private Paging paging = new Paging();

    @Override
    protected int run(Session session) {
        Calls.UsageQuery query = new Calls.UsageQuery(null, from, to, timeZone);
        return paging.print(
                session,
                COLUMNS,
                () -> session.client().tenants().allUsage(query),
                page -> session.client().tenants().usage(query, page),
                PlatformUsage::items,
                PlatformUsage::next);
    }
}
