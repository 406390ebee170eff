// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.credentials;

import dev.stagedoor.api.vault.WebhookCredentialRequest;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.cli.command.UsageException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "webhook",
        description = {
            "Store a new version of a webhook's signing secret, whsec_…; the previous one stays valid for 24 hours.",
            "Reads the secret from standard input, or prompts for it. A generated one is shown only once."
        },
        footer = {
            "stagedoor credentials set webhook orders --generate --note \"order service\"",
            "stagedoor credentials set webhook orders --secret-file secret.txt --tenant acme"
        })
final class SetWebhook extends TenantCommand {
    @Parameters(paramLabel = "NAME", description = "The name of the webhook: lower-case letters, digits, - and _.")
    private String name = "";

    @Option(names = "--generate", description = "Let the server generate the secret.")
    private boolean generate;

    @Option(names = "--secret-file", paramLabel = "FILE", description = "File with the secret.")
    private @Nullable Path secretFile;

    @Option(names = "--note", paramLabel = "TEXT", description = "A note, shown in lists.")
    private @Nullable String note;

    @Override
    protected int run(Session session) {
        if (generate && secretFile != null) {
            throw new UsageException("--generate and --secret-file exclude each other");
        }
        String secret = generate ? null : session.secret(secretFile, "webhook secret");
        session.show(
                client(session).credentials().putWebhook(name, new WebhookCredentialRequest(secret, note)),
                CredentialColumns.WEBHOOK);
        return ExitCode.OK;
    }
}
