package dev.stagedoor.cli.tokens;

import dev.stagedoor.cli.command.Session;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a token that is a command's input comes from. */
final class TokenInput {
    @Option(names = "--token-file", paramLabel = "FILE", description = "The file with the token.")
    private @Nullable Path file;

    String read(Session session) {
        return session.secret(file, "token");
    }
}
