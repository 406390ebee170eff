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
        name = "remove-participant",
        description = "Remove a participant from a call and keep them out.",
        footer = "stagedoor calls remove-participant call_01… alice --yes")
final class RemoveParticipant extends TenantCommand {
    @Parameters(index = "0", paramLabel = "CALL", description = "The call's id (call_…).")
    private String call = "";

    @Parameters(index = "1", paramLabel = "IDENTITY", description = "The participant's identity.")
    private String identity = "";

    @Mixin
    private Confirmation confirmation = new Confirmation();

    @Override
    protected int run(Session session) {
        confirmation.ask(session, "Remove " + identity + " from the call " + call + "?");
        client(session).calls().removeParticipant(call, identity);
        session.done("removed " + identity);
        return ExitCode.OK;
    }
}
