// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.agents;

import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

@CommandLine.Command(
        name = "create",
        description = "Create an agent.",
        footer = "stagedoor agents create demo --name \"Demo agent\" --agent-name demo")
final class CreateAgent extends TenantCommand {
    @Mixin
    private AgentOptions options = new AgentOptions();

    @Override
    protected int run(Session session) {
        session.show(client(session).agents().create(options.definition(session)), AgentColumns.WHOLE);
        return ExitCode.OK;
    }
}
