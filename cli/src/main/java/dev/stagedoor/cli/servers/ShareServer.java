// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.servers;

import dev.stagedoor.cli.command.Command;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "share",
        description = {
            "Mark a LiveKit server as shared: several tenants may use it, each with its own API key.",
            "Keys on one server do not isolate tenants: each can reach the others' rooms."
        },
        footer = "stagedoor servers share wss://livekit.example.com --note \"staging only\"")
final class ShareServer extends Command {
    @Parameters(paramLabel = "URL", description = "URL of the LiveKit server: wss://….")
    private String server = "";

    @Option(names = "--note", paramLabel = "TEXT", description = "A note for other operators.")
    private @Nullable String note;

    @Override
    protected int run(Session session) {
        session.show(session.client().sharedServers().share(server, note), ServerColumns.ROW);
        return ExitCode.OK;
    }
}
