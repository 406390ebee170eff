// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.workers;

import dev.stagedoor.cli.command.Confirmation;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "delete",
        description = "Run no workers for an agent any more; those that run finish their calls.",
        footer = "stagedoor workers delete demo --yes")
final class DeleteWorkers extends TenantCommand {
    @Parameters(paramLabel = "SLUG", description = "The agent's slug.")
    private String slug = "";

    @Mixin
    private Confirmation confirmation = new Confirmation();

    @Override
    protected int run(Session session) {
        confirmation.ask(session, "Run no workers for the agent " + slug + " any more?");
        client(session).workers().delete(slug);
        session.done("no workers are wanted for " + slug + " any more");
        return ExitCode.OK;
    }
}
