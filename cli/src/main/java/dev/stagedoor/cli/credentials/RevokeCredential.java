// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.credentials;

import dev.stagedoor.api.vault.CredentialView;
import dev.stagedoor.cli.command.Confirmation;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.client.Credentials;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@CommandLine.Command(
        name = "revoke",
        description = {
            "Revoke a version of a credential and erase its secret. Calls on a LiveKit credential end at once.",
            "To replace it while calls go on: stagedoor credentials rotate."
        },
        footer = {
            "stagedoor credentials revoke livekit --version 2",
            "stagedoor credentials revoke livekit --yes",
            "stagedoor credentials revoke webhook orders --yes"
        })
final class RevokeCredential extends TenantCommand {
    @Mixin
    private WhichCredential which = new WhichCredential();

    @Option(names = "--version", paramLabel = "N", description = "The version (default: the active one).")
    private @Nullable Long version;

    @Mixin
    private Confirmation confirmation = new Confirmation();

    @Override
    protected int run(Session session) {
        String number = version == null ? "the active version" : "version " + version;
        String name = which.name();
        String what = which.kind() + " credential" + (name == null ? "" : " " + name);
        confirmation.ask(session, "Revoke " + number + " of the " + what + " and erase its secret?");
        session.show(revoke(client(session).credentials()), CredentialColumns.WHOLE);
        return ExitCode.OK;
    }

    private CredentialView revoke(Credentials credentials) {
        String name = which.name();
        return name == null
                ? credentials.revoke(which.kind(), version)
                : credentials.revoke(which.kind(), name, version);
    }
}
