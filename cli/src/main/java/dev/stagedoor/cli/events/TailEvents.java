// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.events;

import dev.stagedoor.api.events.EventView;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.cli.console.Columns;
import dev.stagedoor.client.EventFeed;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

@CommandLine.Command(
        name = "tail",
        description = "Show events as they happen, until interrupted.",
        footer = {"stagedoor events tail --tenant acme", "stagedoor events tail --type call.ended --json"})
final class TailEvents extends TenantCommand {
    @Option(names = "--type", paramLabel = "TYPE", description = "Only those of this type, such as call.ended.")
    private @Nullable String type;

    @Override
    protected int run(Session session) {
        try (EventFeed<EventView> feed = client(session).events().follow()) {
            while (!session.shell().out().checkError() && feed.hasNext()) {
                EventView event = feed.next();
                if (type == null || type.equals(event.type())) {
                    print(session, event);
                }
            }
        }
        return ExitCode.OK;
    }

    private static void print(Session session, EventView event) {
        if (session.wantsJson()) {
            session.printJsonLine(event);
        } else {
            session.shell()
                    .out()
                    .println(Columns.line(
                            session.shell().style(),
                            event.timestamp().toString(),
                            event.type(),
                            EventColumns.data(event.data()),
                            event.id()));
        }
    }
}
