// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.agents;

import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

@CommandLine.Command(
        name = "put",
        description = "Create or replace an agent.",
        footer = "stagedoor agents put demo --file demo.json")
final class PutAgent extends TenantCommand {
    @Mixin
    private AgentOptions options = new AgentOptions();

    @Override
    protected int run(Session session) {
        session.show(client(session).agents().put(options.slug(), options.definition(session)), AgentColumns.WHOLE);
        return ExitCode.OK;
    }
}
