// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.numbers;

import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "trunk",
        description = "Show a number's trunk, and what differs from it in the tenant's LiveKit.",
        footer = "stagedoor numbers trunk +442071838750 --tenant acme")
final class ShowTrunk extends TenantCommand {
    @Parameters(paramLabel = "NUMBER", description = "The number, with + and its country code.")
    private String number = "";

    @Override
    protected int run(Session session) {
        session.show(client(session).numbers().trunk(number), TrunkColumns.WHOLE);
        return ExitCode.OK;
    }
}
