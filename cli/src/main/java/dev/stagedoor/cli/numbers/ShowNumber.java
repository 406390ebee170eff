// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.numbers;

import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

@CommandLine.Command(name = "show", description = "Show a phone number.")
final class ShowNumber extends TenantCommand {
    @Parameters(paramLabel = "NUMBER", description = "The number, with + and its country code.")
    private String number = "";

    @Override
    protected int run(Session session) {
        session.show(client(session).numbers().get(number), NumberColumns.WHOLE);
        return ExitCode.OK;
    }
}
