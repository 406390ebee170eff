// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.numbers;

import dev.stagedoor.cli.command.Confirmation;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "withdraw",
        description = "Take a number's trunk and dispatch rule out of the tenant's LiveKit; the number stays.",
        footer = "stagedoor numbers withdraw +442071838750 --yes")
final class WithdrawNumber extends TenantCommand {
    @Parameters(paramLabel = "NUMBER", description = "The number, with + and its country code.")
    private String number = "";

    @Mixin
    private Confirmation confirmation = new Confirmation();

    @Override
    protected int run(Session session) {
        confirmation.ask(session, "Take the trunk of " + number + " out of LiveKit?");
        client(session).numbers().withdraw(number);
        session.done("withdrew " + number);
        return ExitCode.OK;
    }
}
