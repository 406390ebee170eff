package dev.stagedoor.cli.tokens;

import dev.stagedoor.api.tokens.Inspection;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

@CommandLine.Command(
        name = "inspect",
        description = {
            "Say what a token claims, and whether it is to be believed: exit code 1 if not.",
            "The token is read from standard input, or asked for on a terminal."
        },
        footer = "stagedoor tokens inspect < token.txt")
final class InspectToken extends TenantCommand {
    @Mixin
    private TokenInput token = new TokenInput();

    @Override
    protected int run(Session session) {
        Inspection inspection = client(session).tokens().inspect(token.read(session));
        session.show(inspection, TokenColumns.INSPECTION);
        return inspection.valid() ? ExitCode.OK : ExitCode.CHECK_FAILED;
    }
}
