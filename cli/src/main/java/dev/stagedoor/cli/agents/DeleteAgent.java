// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.agents;

import dev.stagedoor.cli.command.Confirmation;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@CommandLine.Command(name = "delete", description = "Delete an agent.", footer = "stagedoor agents delete demo --yes")
final class DeleteAgent extends TenantCommand {
    @Parameters(paramLabel = "SLUG", description = "The agent's slug.")
    private String slug = "";

    @Mixin
    private Confirmation confirmation = new Confirmation();

    @Override
    protected int run(Session session) {
        confirmation.ask(session, "Delete the agent " + slug + "?");
        client(session).agents().delete(slug);
        session.done("deleted " + slug);
        return ExitCode.OK;
    }
}
