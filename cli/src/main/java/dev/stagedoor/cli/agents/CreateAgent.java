package dev.stagedoor.cli.agents;

import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "create",
        description = "Create an agent.",
        footer = "stagedoor agents create demo --name \"Demo agent\" --agent-name demo")
final class CreateAgent extends TenantCommand {
    @Parameters(paramLabel = "SLUG", description = "Its name within the tenant.")
    private String slug = "";

    @Mixin
    private AgentOptions options = new AgentOptions();

    @Override
    protected int run(Session session) {
        session.show(client(session).agents().create(options.definition(session, slug)), AgentColumns.WHOLE);
        return ExitCode.OK;
    }
}
