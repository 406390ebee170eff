package dev.stagedoor.cli.tokens;

import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

@CommandLine.Command(
        name = "refresh",
        description = {
            "Get a fresh token in place of one that has not ended.",
            "The token is read from standard input, or asked for on a terminal."
        },
        footer = "stagedoor tokens refresh < token.txt")
final class RefreshToken extends TenantCommand {
    @Option(names = "--token-file", paramLabel = "FILE", description = "The file with the token.")
    private @Nullable Path file;

    @Override
    protected int run(Session session) {
        session.show(client(session).tokens().refresh(session.secret(file, "token")), TokenColumns.TOKEN);
        return ExitCode.OK;
    }
}
