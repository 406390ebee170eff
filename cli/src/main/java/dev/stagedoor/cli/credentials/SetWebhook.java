// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.credentials;

import dev.stagedoor.api.vault.WebhookCredentialRequest;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

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
    @Mixin
    private NewWebhookSecret secret = new NewWebhookSecret();

    @Override
    protected int run(Session session) {
        WebhookCredentialRequest request = secret.request(session);
        session.show(client(session).credentials().putWebhook(secret.name(), request), CredentialColumns.WEBHOOK);
        return ExitCode.OK;
    }
}
