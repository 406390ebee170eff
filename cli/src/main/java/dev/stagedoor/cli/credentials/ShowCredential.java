package dev.stagedoor.cli.credentials;

import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "show",
        description = "Show the active version of a credential, or else the newest; never its secret.",
        footer = "stagedoor credentials show livekit")
final class ShowCredential extends TenantCommand {
    @Parameters(paramLabel = "KIND", description = "What it is for: livekit.")
    private String kind = "";

    @Override
    protected int run(Session session) {
        session.show(client(session).credentials().get(kind), CredentialColumns.WHOLE);
        return ExitCode.OK;
    }
}
