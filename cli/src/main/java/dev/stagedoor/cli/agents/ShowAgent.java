// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.agents;

import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

@CommandLine.Command(name = "show", description = "Show an agent.")
final class ShowAgent extends TenantCommand {
    @Parameters(paramLabel = "SLUG", description = "The agent's slug.")
    private String slug = "";

    @Override
    protected int run(Session session) {
        session.show(client(session).agents().get(slug), AgentColumns.WHOLE);
        return ExitCode.OK;
    }
}
