// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.dispatches;

import dev.stagedoor.api.dispatch.DispatchList;
import dev.stagedoor.cli.command.Paging;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.client.Dispatches;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@CommandLine.Command(
        name = "list",
        description = "List dispatches, newest first.",
        footer = "stagedoor dispatches list --status failed")
final class ListDispatches extends TenantCommand {
    @Option(
            names = "--status",
            paramLabel = "STATUS",
            description =
                    "Only with this status: requested, sent, accepted, joined, lost, ending, completed or failed.")
    private @Nullable String status;

    @Mixin
    private Paging paging = new Paging();

    @Override
    protected int run(Session session) {
        Dispatches dispatches = client(session).dispatches();
        return paging.print(
                session,
                DispatchColumns.ROW,
                () -> dispatches.all(status),
                page -> dispatches.list(page, status),
                DispatchList::items,
                DispatchList::next);
    }
}
