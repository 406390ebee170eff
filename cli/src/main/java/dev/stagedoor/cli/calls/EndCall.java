// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.calls;

import dev.stagedoor.cli.command.Confirmation;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "end",
        description = "End a call and close its room.",
        footer = "stagedoor calls end call_01… --yes")
final class EndCall extends TenantCommand {
    @Parameters(paramLabel = "CALL", description = "The call's id (call_…).")
    private String call = "";

    @Mixin
    private Confirmation confirmation = new Confirmation();

    @Override
    protected int run(Session session) {
        confirmation.ask(session, "End the call " + call + "?");
        session.show(client(session).calls().end(call), CallColumns.WHOLE);
        return ExitCode.OK;
    }
}
