// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.credentials;

import dev.stagedoor.api.vault.WebhookCredentialRequest;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.UsageException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A webhook's new signing secret: given, or to be generated. */
final class NewWebhookSecret {
    @Parameters(paramLabel = "NAME", description = "The name of the webhook: lower-case letters, digits, - and _.")
    private String name = "";

    @Option(names = "--generate", description = "Let the server generate the secret.")
    private boolean generate;

    @Option(names = "--secret-file", paramLabel = "FILE", description = "File with the secret.")
    private @Nullable Path secretFile;

    @Option(names = "--note", paramLabel = "TEXT", description = "A note, shown in lists.")
    private @Nullable String note;

    /** The name of the webhook. */
    String name() {
        return name;
    }

    /** What to put; reads the secret unless the server is to generate it. */
    WebhookCredentialRequest request(Session session) {
        if (generate && secretFile != null) {
            throw new UsageException("--generate and --secret-file exclude each other");
        }
        return new WebhookCredentialRequest(generate ? null : session.secret(secretFile, "webhook secret"), note);
    }
}
