// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.dispatches;

import dev.stagedoor.api.dispatch.ReceiptLine;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.cli.console.Columns;
import dev.stagedoor.client.EventFeed;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "watch",
        description = {
            "Follow a dispatch's receipt until the agent has joined or the dispatch has failed.",
            "Exit code 0 if the agent joined, 1 if the dispatch failed."
        },
        footer = "stagedoor dispatches watch dsp_01…")
final class WatchDispatch extends TenantCommand {
    @Parameters(paramLabel = "DISPATCH", description = "The dispatch's id (dsp_…).")
    private String dispatch = "";

    @Option(names = "--to-the-end", description = "Continue after the agent has joined, until the dispatch ends.")
    private boolean toTheEnd;

    @Override
    protected int run(Session session) {
        try (EventFeed<ReceiptLine> feed = client(session).dispatches().follow(dispatch)) {
            while (feed.hasNext()) {
                ReceiptLine line = feed.next();
                print(session, line);
                if (line.status().equals("failed")) {
                    return ExitCode.CHECK_FAILED;
                }
                if (line.status().equals("joined") && !toTheEnd) {
                    return ExitCode.OK;
                }
            }
        }
        return ExitCode.OK;
    }

    private static void print(Session session, ReceiptLine line) {
        if (session.wantsJson()) {
            session.printJsonLine(line);
        } else {
            session.shell()
                    .out()
                    .println(Columns.line(
                            session.shell().style(),
                            line.at().toString(),
                            line.status(),
                            line.attempt() == 0 ? null : "attempt " + line.attempt(),
                            line.identity(),
                            line.reason(),
                            line.detail()));
        }
    }
}
