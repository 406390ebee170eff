// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.workers;

import dev.stagedoor.api.workers.WorkerLogLine;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.client.EventFeed;
import java.util.Iterator;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "logs",
        description = "Show what a worker wrote, as far as it is kept; secrets of its environment are left out.",
        footer = {"stagedoor workers logs wrk_01…", "stagedoor workers logs wrk_01… -f"})
final class WorkerLogs extends TenantCommand {
    @Parameters(paramLabel = "WORKER", description = "The worker's id (wrk_…).")
    private String worker = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what it writes, until it ends.")
    private boolean follow;

    @Override
    protected int run(Session session) {
        if (!follow) {
            Iterator<WorkerLogLine> lines =
                    client(session).workers().log(worker).iterator();
            while (!session.shell().out().checkError() && lines.hasNext()) {
                print(session, lines.next());
            }
            return ExitCode.OK;
        }
        try (EventFeed<Optional<WorkerLogLine>> feed = client(session).workers().follow(worker)) {
            while (!session.shell().out().checkError() && feed.hasNext()) {
                feed.next().ifPresent(line -> print(session, line));
            }
        }
        return ExitCode.OK;
    }

    private static void print(Session session, WorkerLogLine line) {
        if (session.wantsJson()) {
            session.printJsonLine(line);
        } else {
            session.shell().out().println(line.at() + "  " + line.line());
        }
    }
}
