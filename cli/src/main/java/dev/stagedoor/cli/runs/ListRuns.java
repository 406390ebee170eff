// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.runs;

import dev.stagedoor.api.orchestration.RunList;
import dev.stagedoor.cli.command.Paging;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.client.Runs;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@CommandLine.Command(
        name = "list",
        description = "List runs, newest first.",
        footer = {
            "stagedoor runs list --status failed",
            "stagedoor runs list --pattern debate --user alice --from 2026-03-01T00:00:00Z"
        })
final class ListRuns extends TenantCommand {
    @Option(
            names = "--status",
            paramLabel = "STATUS",
            description = "Only with this status: running, completed, failed, cancelled or interrupted.")
    private @Nullable String status;

    @Option(
            names = "--pattern",
            paramLabel = "PATTERN",
            description = "Only in this pattern: sequential, debate, hierarchical, parallel or routing.")
    private @Nullable String pattern;

    @Option(names = "--user", paramLabel = "ID", description = "Only those that took this user's profile.")
    private @Nullable String user;

    @Option(names = "--from", paramLabel = "TIME", description = "Started at or after this time: 2026-03-01T12:00:00Z.")
    private @Nullable Instant from;

    @Option(names = "--to", paramLabel = "TIME", description = "Started before this time.")
    private @Nullable Instant to;

    @Mixin
    private Paging paging = new Paging();

    @Override
    protected int run(Session session) {
        Runs runs = client(session).runs();
        Runs.Filter filter = new Runs.Filter(status, pattern, user, from, to);
        return paging.print(
                session,
                RunColumns.ROW,
                () -> runs.all(filter),
                page -> runs.list(filter, page),
                RunList::items,
                RunList::next);
    }
}
