// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.prices;

import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import picocli.CommandLine;

@CommandLine.Command(
        name = "spend",
        description = {
            "Show what calls by phone cost today and this month (UTC), and what the caps leave.",
            "The caps are set by dial-settings set --spend-per-day, --spend-per-month and --spend-per-call."
        },
        footer = "stagedoor call-prices spend --tenant acme")
final class ShowSpend extends TenantCommand {
    @Override
    protected int run(Session session) {
        session.show(client(session).dials().spend(), PriceColumns.SPEND);
        return ExitCode.OK;
    }
}
