// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.credentials;

import dev.stagedoor.api.vault.SecretCredentialRequest;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "secret",
        description = {
            "Store a new version of a secret for the tenant's workers, which are replaced: new ones first.",
            "Reads the secret from standard input, or prompts for it."
        },
        footer = "stagedoor credentials set secret deepgram --secret-file key.txt --tenant acme")
final class SetSecret extends TenantCommand {
    @Parameters(paramLabel = "NAME", description = "The name of the secret: lower-case letters, digits, - and _.")
    private String name = "";

    @Option(names = "--secret-file", paramLabel = "FILE", description = "File with the secret.")
    private @Nullable Path secretFile;

    @Option(names = "--note", paramLabel = "TEXT", description = "A note, shown in lists.")
    private @Nullable String note;

    @Override
    protected int run(Session session) {
        String secret = session.secret(secretFile, "secret");
        session.show(
                client(session).credentials().putSecret(name, new SecretCredentialRequest(secret, note)),
                CredentialColumns.WHOLE);
        return ExitCode.OK;
    }
}
