package dev.stagedoor.cli.tokens;

import dev.stagedoor.api.tokens.Inspection;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

@CommandLine.Command(
        name = "inspect",
        description = {
            "Say what a token claims, and whether it is to be believed: exit code 1 if not.",
            "The token is read from standard input, or asked for on a terminal."
        },
        footer = "stagedoor tokens inspect < token.txt")
final class InspectToken extends TenantCommand {
    @Option(names = "--token-file", paramLabel = "FILE", description = "The file with the token.")
    private @Nullable Path file;

    @Override
    protected int run(Session session) {
        Inspection inspection = client(session).tokens().inspect(session.secret(file, "token"));
        session.show(inspection, TokenColumns.INSPECTION);
        return inspection.valid() ? ExitCode.OK : ExitCode.CHECK_FAILED;
    }
}
