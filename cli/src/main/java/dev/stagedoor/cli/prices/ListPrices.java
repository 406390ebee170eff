// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.prices;

import dev.stagedoor.api.prices.CallPrices;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import picocli.CommandLine;

@CommandLine.Command(
        name = "list",
        description = "Show what calls by phone cost, by how the called number begins; the longest beginning applies.",
        footer = "stagedoor call-prices list --tenant acme")
final class ListPrices extends TenantCommand {
    @Override
    protected int run(Session session) {
        Shown.prices(session, client(session).dials().prices());
        return ExitCode.OK;
    }

    /** How prices are shown, after a change too. */
    static final class Shown {
        private Shown() {}

        static void prices(Session session, CallPrices prices) {
            if (session.wantsJson()) {
                session.printJson(prices);
            } else if (prices.items().isEmpty()) {
                session.shell().err().println("None.");
            } else {
                session.table(prices.items(), PriceColumns.ROW);
            }
        }
    }
}
