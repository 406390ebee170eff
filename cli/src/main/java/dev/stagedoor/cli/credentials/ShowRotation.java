// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.credentials;

import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.client.Credentials;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

@CommandLine.Command(
        name = "rotation",
        description = {
            "Show how far the change of a credential is, and what still uses earlier versions.",
            "Exit code 1 if the newest version failed its verification."
        },
        footer = "stagedoor credentials rotation livekit --tenant acme --wait")
final class ShowRotation extends TenantCommand {
    @Mixin
    private WhichCredential which = new WhichCredential();

    @Mixin
    private WaitOption wait = new WaitOption();

    @Override
    protected int run(Session session) {
        Credentials credentials = client(session).credentials();
        return wait.show(session, credentials, credentials.rotation(which.kind(), which.name()), which.name());
    }
}
