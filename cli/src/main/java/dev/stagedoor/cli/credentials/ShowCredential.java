// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.credentials;

import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.client.Credentials;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "show",
        description = "Show the active version of a credential, or else the newest, without its secret.",
        footer = {"stagedoor credentials show livekit", "stagedoor credentials show webhook orders"})
final class ShowCredential extends TenantCommand {
    @Parameters(index = "0", paramLabel = "KIND", description = "Kind of credential: livekit or webhook.")
    private String kind = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "The name of a webhook.")
    private @Nullable String name;

    @Override
    protected int run(Session session) {
        Credentials credentials = client(session).credentials();
        session.show(name == null ? credentials.get(kind) : credentials.get(kind, name), CredentialColumns.WHOLE);
        return ExitCode.OK;
    }
}
