package dev.stagedoor.cli.tokens;

import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

@CommandLine.Command(
        name = "refresh",
        description = {
            "Get a fresh token in place of one that has not ended.",
            "The token is read from standard input, or asked for on a terminal."
        },
        footer = "stagedoor tokens refresh < token.txt")
final class RefreshToken extends TenantCommand {
    @Mixin
    private TokenInput token = new TokenInput();

    @Override
    protected int run(Session session) {
        session.show(client(session).tokens().refresh(token.read(session)), TokenColumns.TOKEN);
        return ExitCode.OK;
    }
}
