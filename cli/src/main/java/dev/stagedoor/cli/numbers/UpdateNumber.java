// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.numbers;

import dev.stagedoor.api.numbers.NumberChange;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "update",
        description = "Let another agent answer a phone number.",
        footer = "stagedoor numbers update +442071838750 --agent night-porter")
final class UpdateNumber extends TenantCommand {
    @Parameters(paramLabel = "NUMBER", description = "The number, with + and its country code.")
    private String number = "";

    @Option(
            names = "--agent",
            paramLabel = "SLUG",
            required = true,
            description = "The agent that answers it from now on.")
    private String agent = "";

    @Override
    protected int run(Session session) {
        session.show(client(session).numbers().update(number, new NumberChange(agent)), NumberColumns.WHOLE);
        return ExitCode.OK;
    }
}
