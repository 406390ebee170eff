// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.calls;

import dev.stagedoor.api.calls.CallList;
import dev.stagedoor.cli.command.Paging;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.client.CallFilter;
import dev.stagedoor.client.Calls;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@CommandLine.Command(
        name = "list",
        description = "List calls, newest first.",
        footer = {"stagedoor calls list --status open", "stagedoor calls list --user alice --from 2026-03-01T00:00:00Z"
        })
final class ListCalls extends TenantCommand {
    @Option(names = "--status", paramLabel = "STATUS", description = "Only open (or live) or ended calls.")
    private @Nullable String status;

    @Option(names = "--agent", paramLabel = "AGENT", description = "Only calls with this agent, by its slug.")
    private @Nullable String agent;

    @Option(names = "--user", paramLabel = "ID", description = "Only calls of this user.")
    private @Nullable String user;

    @Option(names = "--room", paramLabel = "ROOM", description = "Only calls in this room.")
    private @Nullable String room;

    @Option(names = "--from", paramLabel = "TIME", description = "Started at or after this time: 2026-03-01T12:00:00Z.")
    private @Nullable Instant from;

    @Option(names = "--to", paramLabel = "TIME", description = "Started before this time.")
    private @Nullable Instant to;

    @Mixin
    private Paging paging = new Paging();

    @Override
    protected int run(Session session) {
        Calls calls = client(session).calls();
        CallFilter filter = new CallFilter(status, agent, user, room, from, to);
        return paging.print(
                session,
                CallColumns.ROW,
                () -> calls.all(filter),
                page -> calls.list(filter, page),
                CallList::items,
                CallList::next);
    }
}
