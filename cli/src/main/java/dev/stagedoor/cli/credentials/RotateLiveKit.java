// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.credentials;

import dev.stagedoor.api.vault.CredentialRotation;
import dev.stagedoor.api.vault.CredentialView;
import dev.stagedoor.api.vault.LiveKitCredentialRequest;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.client.Credentials;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@CommandLine.Command(
        name = "livekit",
        description = {
            "Replace the LiveKit key, or move to another LiveKit server: new calls use it at once, live ones stay.",
            "Reads the secret from standard input, or prompts for it."
        },
        footer = {
            "stagedoor credentials rotate livekit --api-key APInew --tenant acme --wait < secret.txt",
            "stagedoor credentials rotate livekit --server-url wss://own.example.com --api-key APIown < secret.txt"
        })
final class RotateLiveKit extends TenantCommand {
    @Option(
            names = "--server-url",
            paramLabel = "URL",
            description = "URL of the LiveKit server to move to (default: the server stays the same).")
    private @Nullable String serverUrl;

    @Option(names = "--api-key", paramLabel = "ID", required = true, description = "LiveKit API key (its id).")
    private String apiKey = "";

    @Option(names = "--secret-file", paramLabel = "FILE", description = "File with the LiveKit API secret.")
    private @Nullable Path secretFile;

    @Option(names = "--no-verify", description = "Skip the verification with the server; for operator keys.")
    private boolean unverified;

    @Mixin
    private WaitOption wait = new WaitOption();

    @Override
    protected int run(Session session) {
        String secret = session.secret(secretFile, "API secret");
        Credentials credentials = client(session).credentials();
        CredentialView active = credentials.get("livekit");
        String url = serverUrl == null ? String.valueOf(active.serverUrl()) : serverUrl;
        CredentialRotation begun = credentials.rotate(
                new LiveKitCredentialRequest(url, apiKey, secret),
                active.state().equals("active") ? active.version() : null,
                !unverified);
        return wait.show(session, credentials, begun, null);
    }
}
