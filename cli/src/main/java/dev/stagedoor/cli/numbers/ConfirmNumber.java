// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.numbers;

import dev.stagedoor.api.numbers.NumberConfirmation;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "confirm",
        description = "Have the tenant's carrier confirm that a number is the tenant's; it takes calls from then on.",
        footer = "stagedoor numbers confirm +442071838750 --carrier twilio --tenant acme")
final class ConfirmNumber extends TenantCommand {
    @Parameters(paramLabel = "NUMBER", description = "The number, with + and its country code.")
    private String number = "";

    @Option(names = "--carrier", paramLabel = "CARRIER", required = true, description = "twilio, telnyx or plivo.")
    private String carrier = "";

    @Override
    protected int run(Session session) {
        client(session).numbers().confirm(number, new NumberConfirmation(carrier));
        session.show(client(session).numbers().get(number), NumberColumns.WHOLE);
        return ExitCode.OK;
    }
}
