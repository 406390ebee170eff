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
            "Follow a dispatch's receipt, line by line, until the agent has joined or it failed.",
            "Exit code 0 if it joined, 1 if it failed."
        },
        footer = "stagedoor dispatches watch dsp_01…")
final class WatchDispatch extends TenantCommand {
    @Parameters(paramLabel = "DISPATCH", description = "Its id (dsp_…).")
    private String dispatch = "";

    @Option(names = "--to-the-end", description = "Go on after it has joined, until it is over.")
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
                            line.reason()));
        }
    }
}
