// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.credentials;

import dev.stagedoor.api.vault.WebhookCredentialRequest;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.client.Credentials;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

@CommandLine.Command(
        name = "webhook",
        description = {
            "Replace a webhook's signing secret; the previous one stays valid for 24 hours.",
            "Reads the secret from standard input, or prompts for it. A generated one is shown only once."
        },
        footer = "stagedoor credentials rotate webhook orders --generate")
final class RotateWebhook extends TenantCommand {
    @Mixin
    private NewWebhookSecret secret = new NewWebhookSecret();

    @Mixin
    private WaitOption wait = new WaitOption();

    @Override
    protected int run(Session session) {
        WebhookCredentialRequest request = secret.request(session);
        Credentials credentials = client(session).credentials();
        return wait.show(session, credentials, credentials.rotateWebhook(secret.name(), request), secret.name());
    }
}
