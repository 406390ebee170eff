// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.outbound;

import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.UsageException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What LiveKit logs in to the carrier with. */
final class LoginOptions {
    @Option(names = "--username", paramLabel = "NAME", description = "What LiveKit logs in to the carrier with.")
    private @Nullable String username;

    @Option(names = "--password-file", paramLabel = "FILE", description = "File with the password.")
    private @Nullable Path passwordFile;

    @Option(names = "--keep-password", description = "Do not ask for a password: the one before stays.")
    private boolean keepPassword;

    @Option(names = "--no-login", description = "Log in with nothing, and erase the password.")
    private boolean noLogin;

    boolean isEmpty() {
        return username == null && passwordFile == null && !noLogin;
    }

    @Nullable
    String username(@Nullable String now) {
        return noLogin ? null : username == null ? now : username;
    }

    /** The new password; null if none is given. */
    @Nullable
    String password(Session session) {
        if (noLogin && (username != null || passwordFile != null)) {
            throw new UsageException("--no-login excludes --username and --password-file");
        }
        if (keepPassword && passwordFile != null) {
            throw new UsageException("--keep-password and --password-file exclude each other");
        }
        boolean asks = passwordFile != null || (username != null && !keepPassword);
        return asks ? session.secret(passwordFile, "SIP password") : null;
    }
}
