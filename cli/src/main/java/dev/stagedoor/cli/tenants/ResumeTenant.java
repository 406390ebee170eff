package dev.stagedoor.cli.tenants;

import dev.stagedoor.cli.command.Command;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

@CommandLine.Command(name = "resume", description = "Let a suspended tenant go on.")
final class ResumeTenant extends Command {
    @Parameters(paramLabel = "TENANT", description = "Slug or id.")
    private String tenant = "";

    @Override
    protected int run(Session session) {
        session.show(session.client().tenants().resume(tenant), TenantColumns.ROW);
        return ExitCode.OK;
    }
}
