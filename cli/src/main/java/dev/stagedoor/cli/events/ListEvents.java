// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.events;

import dev.stagedoor.api.events.EventList;
import dev.stagedoor.cli.command.Paging;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.client.Events;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@CommandLine.Command(
        name = "list",
        description = "List events, newest first.",
        footer = "stagedoor events list --call call_01… --tenant acme")
final class ListEvents extends TenantCommand {
    @Option(names = "--type", paramLabel = "TYPE", description = "Only those of this type, such as call.ended.")
    private @Nullable String type;

    @Option(names = "--call", paramLabel = "CALL", description = "Only those of this call (call_…).")
    private @Nullable String call;

    @Mixin
    private Paging paging = new Paging();

    @Override
    protected int run(Session session) {
        Events events = client(session).events();
        Events.Filter filter = new Events.Filter(type, call);
        return paging.print(
                session,
                EventColumns.ROW,
                () -> events.all(filter),
                page -> events.list(filter, page),
                EventList::items,
                EventList::next);
    }
}
