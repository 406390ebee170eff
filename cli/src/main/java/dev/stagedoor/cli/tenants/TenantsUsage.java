// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.tenants;

import dev.stagedoor.api.usage.PlatformUsage;
import dev.stagedoor.cli.command.Command;
import dev.stagedoor.cli.command.Paging;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.UsageDays;
import dev.stagedoor.cli.console.Columns;
import dev.stagedoor.cli.console.Minutes;
import dev.stagedoor.client.Calls;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

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

    @Mixin
    private UsageDays days = new UsageDays();

    @Mixin
    private Paging paging = new Paging();

    @Override
    protected int run(Session session) {
        Calls.UsageQuery query = days.query(null);
        return paging.print(
                session,
                COLUMNS,
                () -> session.client().tenants().allUsage(query),
                page -> session.client().tenants().usage(query, page),
                PlatformUsage::items,
                PlatformUsage::next);
    }
}
