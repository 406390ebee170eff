// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.servers;

import dev.stagedoor.cli.command.Command;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "unshare",
        description = "Unmark a shared server; rejected while several tenants use it.",
        footer = "stagedoor servers unshare wss://livekit.example.com")
final class UnshareServer extends Command {
    @Parameters(paramLabel = "URL", description = "URL of the LiveKit server: wss://….")
    private String server = "";

    @Override
    protected int run(Session session) {
        session.client().sharedServers().unshare(server);
        session.done("no longer shared: " + server);
        return ExitCode.OK;
    }
}
