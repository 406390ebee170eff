// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.credentials;

import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.cli.command.UsageException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@CommandLine.Command(
        name = "expiry",
        description = "Note when a credential ends at its provider: the event credential.expiring reminds of it.",
        footer = {
            "stagedoor credentials expiry livekit --at 2027-03-01T00:00:00Z",
            "stagedoor credentials expiry livekit --never"
        })
final class CredentialExpiry extends TenantCommand {
    @Mixin
    private WhichCredential which = new WhichCredential();

    @Option(names = "--at", paramLabel = "TIME", description = "When it ends, like 2027-03-01T00:00:00Z.")
    private @Nullable Instant at;

    @Option(names = "--never", description = "It does not end.")
    private boolean never;

    @Override
    protected int run(Session session) {
        if ((at == null) != never) {
            throw new UsageException("say when it ends with --at, or that it does not with --never");
        }
        session.show(client(session).credentials().expires(which.kind(), which.name(), at), CredentialColumns.WHOLE);
        return ExitCode.OK;
    }
}
