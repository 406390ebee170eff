// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.runs;

import dev.stagedoor.api.orchestration.RunList;
import dev.stagedoor.cli.command.Paging;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.client.Runs;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@CommandLine.Command(
        name = "list",
        description = "List runs, newest first.",
        footer = "stagedoor runs list --status failed")
final class ListRuns extends TenantCommand {
    @Option(
            names = "--status",
            paramLabel = "STATUS",
            description = "Only with this status: running, completed, failed, cancelled or interrupted.")
    private @Nullable String status;

    @Mixin
    private Paging paging = new Paging();

    @Override
    protected int run(Session session) {
        Runs runs = client(session).runs();
        return paging.print(
                session,
                RunColumns.ROW,
                () -> runs.all(status),
                page -> runs.list(page, status),
                RunList::items,
                RunList::next);
    }
}
