package dev.stagedoor.cli.credentials;

import dev.stagedoor.cli.command.Confirmation;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "revoke",
        description = "Take a version of a credential out of use for good: its secret is erased.",
        footer = {"stagedoor credentials revoke livekit --version 2", "stagedoor credentials revoke livekit --yes"})
final class RevokeCredential extends TenantCommand {
    @Parameters(paramLabel = "KIND", description = "What it is for: livekit.")
    private String kind = "";

    @Option(names = "--version", paramLabel = "N", description = "Which version; the active one if not given.")
    private @Nullable Long version;

    @Mixin
    private Confirmation confirmation = new Confirmation();

    @Override
    protected int run(Session session) {
        String which = version == null ? "the active version" : "version " + version;
        confirmation.ask(session, "Revoke " + which + " of the " + kind + " credential and erase its secret?");
        session.show(client(session).credentials().revoke(kind, version), CredentialColumns.WHOLE);
        return ExitCode.OK;
    }
}
