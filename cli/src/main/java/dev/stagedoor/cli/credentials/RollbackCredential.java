// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.credentials;

import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.client.Credentials;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@CommandLine.Command(
        name = "rollback",
        description = {
            "Make an earlier version of a credential active again, as long as it drains.",
            "New calls use it at once; calls on the version that was active stay there."
        },
        footer = {
            "stagedoor credentials rollback livekit --tenant acme",
            "stagedoor credentials rollback livekit --version 3 --wait"
        })
final class RollbackCredential extends TenantCommand {
    @Mixin
    private WhichCredential which = new WhichCredential();

    @Option(
            names = "--version",
            paramLabel = "N",
            description = "The version (default: the one that was active before).")
    private @Nullable Long version;

    @Mixin
    private WaitOption wait = new WaitOption();

    @Override
    protected int run(Session session) {
        Credentials credentials = client(session).credentials();
        return wait.show(session, credentials, credentials.rollback(which.kind(), which.name(), version), which.name());
    }
}
