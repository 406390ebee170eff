package dev.stagedoor.cli.credentials;

import dev.stagedoor.api.vault.LiveKitCredentialRequest;
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
        name = "set",
        description = {
            "Put a new version of the tenant's LiveKit project. It counts once its server accepted it.",
            "The secret is read from standard input, or asked for on a terminal."
        },
        footer = {
            "stagedoor credentials set livekit --server-url wss://acme.example.com --api-key APIacme < secret.txt",
            "stagedoor credentials set livekit --server-url … --api-key … --secret-file secret.txt --tenant acme"
        })
final class SetCredential extends TenantCommand {
    @Parameters(paramLabel = "KIND", description = "What it is for: livekit.")
    private String kind = "";

    @Option(names = "--server-url", paramLabel = "URL", required = true, description = "The LiveKit server: wss://….")
    private String serverUrl = "";

    @Option(names = "--api-key", paramLabel = "ID", required = true, description = "The id of the LiveKit API key.")
    private String apiKey = "";

    @Option(names = "--secret-file", paramLabel = "FILE", description = "The file with the API key's secret.")
    private @Nullable Path secretFile;

    @Option(names = "--no-verify", description = "Do not ask its server; with an operator's key.")
    private boolean unverified;

    @Override
    protected int run(Session session) {
        if (!kind.equals("livekit")) {
            throw new UsageException("the only kind of credential is livekit");
        }
        String secret = session.secret(secretFile, "API secret");
        LiveKitCredentialRequest project = new LiveKitCredentialRequest(serverUrl, apiKey, secret);
        session.show(client(session).credentials().put(project, !unverified), CredentialColumns.WHOLE);
        return ExitCode.OK;
    }
}
