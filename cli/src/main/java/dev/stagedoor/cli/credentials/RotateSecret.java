// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.credentials;

import dev.stagedoor.api.vault.SecretCredentialRequest;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.client.Credentials;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

@CommandLine.Command(
        name = "secret",
        description = {
            "Replace a secret of the tenant's workers, which are replaced: new ones first.",
            "Reads the secret from standard input, or prompts for it."
        },
        footer = "stagedoor credentials rotate secret deepgram --secret-file key.txt --tenant acme")
final class RotateSecret extends TenantCommand {
    @Mixin
    private NewSecret secret = new NewSecret();

    @Mixin
    private WaitOption wait = new WaitOption();

    @Override
    protected int run(Session session) {
        SecretCredentialRequest request = secret.request(session);
        Credentials credentials = client(session).credentials();
        return wait.show(session, credentials, credentials.rotateSecret(secret.name(), request), secret.name());
    }
}
