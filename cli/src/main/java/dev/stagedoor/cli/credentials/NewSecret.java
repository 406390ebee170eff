// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.credentials;

import dev.stagedoor.api.vault.SecretCredentialRequest;
import dev.stagedoor.cli.command.Session;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A new secret for the tenant's workers. */
final class NewSecret {
    @Parameters(paramLabel = "NAME", description = "The name of the secret: lower-case letters, digits, - and _.")
    private String name = "";

    @Option(names = "--secret-file", paramLabel = "FILE", description = "File with the secret.")
    private @Nullable Path secretFile;

    @Option(names = "--note", paramLabel = "TEXT", description = "A note, shown in lists.")
    private @Nullable String note;

    /** The name of the secret. */
    String name() {
        return name;
    }

    /** What to put; reads the secret. */
    SecretCredentialRequest request(Session session) {
        return new SecretCredentialRequest(session.secret(secretFile, "secret"), note);
    }
}
