// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.credentials;

import dev.stagedoor.api.vault.SecretCredentialRequest;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

@CommandLine.Command(
        name = "secret",
        description = {
            "Store a new version of a secret for the tenant's workers, which are replaced: new ones first.",
            "Reads the secret from standard input, or prompts for it."
        },
        footer = "stagedoor credentials set secret deepgram --secret-file key.txt --tenant acme")
final class SetSecret extends TenantCommand {
    @Mixin
    private NewSecret secret = new NewSecret();

    @Override
    protected int run(Session session) {
        SecretCredentialRequest request = secret.request(session);
        session.show(client(session).credentials().putSecret(secret.name(), request), CredentialColumns.WHOLE);
        return ExitCode.OK;
    }
}
