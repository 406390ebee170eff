// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.credentials;

import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.client.Credentials;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

@CommandLine.Command(
        name = "show",
        description = "Show the active version of a credential, or else the newest, without its secret.",
        footer = {"stagedoor credentials show livekit", "stagedoor credentials show webhook orders"})
final class ShowCredential extends TenantCommand {
    @Mixin
    private WhichCredential which = new WhichCredential();

    @Override
    protected int run(Session session) {
        Credentials credentials = client(session).credentials();
        String name = which.name();
        session.show(
                name == null ? credentials.get(which.kind()) : credentials.get(which.kind(), name),
                CredentialColumns.WHOLE);
        return ExitCode.OK;
    }
}
