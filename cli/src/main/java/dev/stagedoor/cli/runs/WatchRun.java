// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.runs;

import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.client.EventFeed;
import dev.stagedoor.client.Runs;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "watch",
        description = {
            "Follow a run from its start to its end: a line per agent on a terminal, JSON lines elsewhere.",
            "Exit code 0 if the run completed, 1 if it ended otherwise."
        },
        footer = "stagedoor runs watch run_01…")
final class WatchRun extends TenantCommand {
    @Parameters(paramLabel = "RUN", description = "The run's id (run_…).")
    private String run = "";

    @Override
    protected int run(Session session) {
        try (EventFeed<Runs.Event> feed = client(session).runs().follow(run)) {
            return Following.of(session, feed);
        }
    }
}
