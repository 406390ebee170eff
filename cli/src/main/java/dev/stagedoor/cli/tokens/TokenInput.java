// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.tokens;

import dev.stagedoor.cli.command.Session;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Reads a token that is a command's input. */
final class TokenInput {
    @Option(names = "--token-file", paramLabel = "FILE", description = "File with the token.")
    private @Nullable Path file;

    String read(Session session) {
        return session.secret(file, "token");
    }
}
