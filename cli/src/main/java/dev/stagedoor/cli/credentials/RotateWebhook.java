// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.credentials;

import dev.stagedoor.api.vault.WebhookCredentialRequest;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.cli.command.UsageException;
import dev.stagedoor.client.Credentials;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "webhook",
        description = {
            "Replace a webhook's signing secret; the previous one stays valid for 24 hours.",
            "Reads the secret from standard input, or prompts for it. A generated one is shown only once."
        },
        footer = "stagedoor credentials rotate webhook orders --generate")
final class RotateWebhook extends TenantCommand {
    @Parameters(paramLabel = "NAME", description = "The name of the webhook: lower-case letters, digits, - and _.")
    private String name = "";

    @Option(names = "--generate", description = "Let the server generate the secret.")
    private boolean generate;

    @Option(names = "--secret-file", paramLabel = "FILE", description = "File with the secret.")
    private @Nullable Path secretFile;

    @Option(names = "--note", paramLabel = "TEXT", description = "A note, shown in lists.")
    private @Nullable String note;

    @Mixin
    private WaitOption wait = new WaitOption();

    @Override
    protected int run(Session session) {
        if (generate && secretFile != null) {
            throw new UsageException("--generate and --secret-file exclude each other");
        }
        String secret = generate ? null : session.secret(secretFile, "webhook secret");
        Credentials credentials = client(session).credentials();
        return wait.show(
                session,
                credentials,
                credentials.rotateWebhook(name, new WebhookCredentialRequest(secret, note)),
                name);
    }
}
