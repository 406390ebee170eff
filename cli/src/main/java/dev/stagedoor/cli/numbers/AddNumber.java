// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.numbers;

import dev.stagedoor.api.numbers.NumberRequest;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "add",
        description = "Add a phone number. With an operator's key it is the tenant's from then on.",
        footer = "stagedoor numbers add +442071838750 --agent receptionist --tenant acme")
final class AddNumber extends TenantCommand {
    @Parameters(paramLabel = "NUMBER", description = "The number, with + and its country code.")
    private String number = "";

    @Option(names = "--agent", paramLabel = "SLUG", required = true, description = "The agent that answers it.")
    private String agent = "";

    @Override
    protected int run(Session session) {
        session.show(client(session).numbers().add(new NumberRequest(number, agent)), NumberColumns.WHOLE);
        return ExitCode.OK;
    }
}
