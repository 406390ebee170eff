// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.credentials;

import dev.stagedoor.api.vault.LiveKitCredentialRequest;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

@CommandLine.Command(
        name = "livekit",
        description = {
            "Store a new version of the tenant's LiveKit credential; active after verification.",
            "Reads the secret from standard input, or prompts for it."
        },
        footer = {
            "stagedoor credentials set livekit --server-url wss://acme.example.com --api-key APIacme < secret.txt",
            "stagedoor credentials set livekit --server-url … --api-key … --secret-file secret.txt --tenant acme"
        })
final class SetLiveKit extends TenantCommand {
    @Option(
            names = "--server-url",
            paramLabel = "URL",
            required = true,
            description = "URL of the LiveKit server: wss://…, or ws://127.0.0.1:7880 in development.")
    private String serverUrl = "";

    @Option(names = "--api-key", paramLabel = "ID", required = true, description = "LiveKit API key (its id).")
    private String apiKey = "";

    @Option(names = "--secret-file", paramLabel = "FILE", description = "File with the LiveKit API secret.")
    private @Nullable Path secretFile;

    @Option(names = "--no-verify", description = "Skip the verification with the server; for operator keys.")
    private boolean unverified;

    @Override
    protected int run(Session session) {
        String secret = session.secret(secretFile, "API secret");
        LiveKitCredentialRequest project = new LiveKitCredentialRequest(serverUrl, apiKey, secret);
        session.show(client(session).credentials().put(project, !unverified), CredentialColumns.WHOLE);
        return ExitCode.OK;
    }
}
