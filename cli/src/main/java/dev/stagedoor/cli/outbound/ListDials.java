// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.outbound;

import dev.stagedoor.api.telephony.DialList;
import dev.stagedoor.cli.command.Paging;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.client.Dials;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@CommandLine.Command(
        name = "list",
        description = "List calls out, newest first. Their numbers are masked unless the key has pii:read.",
        footer = {"stagedoor dials list --state busy", "stagedoor dials list --called +442079460123 --tenant acme"})
final class ListDials extends TenantCommand {
    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "Only those in this state: dialing, ringing, answered, busy, no_answer, failed or ended.")
    private @Nullable String state;

    @Option(names = "--agent", paramLabel = "SLUG", description = "Only those of this agent.")
    private @Nullable String agent;

    @Option(names = "--called", paramLabel = "NUMBER", description = "Only those to this number.")
    private @Nullable String called;

    @Option(names = "--from", paramLabel = "TIME", description = "Placed at or after this time: 2026-03-01T12:00:00Z.")
    private @Nullable Instant from;

    @Option(names = "--to", paramLabel = "TIME", description = "Placed before this time.")
    private @Nullable Instant to;

    @Mixin
    private Paging paging = new Paging();

    @Override
    protected int run(Session session) {
        Dials dials = client(session).dials();
        Dials.Filter filter = new Dials.Filter(state, agent, called, from, to);
        return paging.print(
                session,
                DialColumns.ROW,
                () -> dials.all(filter),
                page -> dials.list(filter, page),
                DialList::items,
                DialList::next);
    }
}
