// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.workers;

import dev.stagedoor.api.workers.WorkerList;
import dev.stagedoor.api.workers.WorkerState;
import dev.stagedoor.cli.command.Paging;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.client.Agents;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@CommandLine.Command(
        name = "list",
        description = "List workers, newest first, also those that ended lately.",
        footer = "stagedoor workers list --tenant acme --agent demo")
final class ListWorkers extends TenantCommand {
    @Option(names = "--agent", paramLabel = "SLUG", description = "Only those of this agent.")
    private @Nullable String agent;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "Only those in this state: starting, ready, draining or ended.")
    private @Nullable WorkerState state;

    @Mixin
    private Paging paging = new Paging();

    @Override
    protected int run(Session session) {
        Agents.Workers workers = client(session).workers();
        Agents.Workers.Filter filter = new Agents.Workers.Filter(agent, state);
        return paging.print(
                session,
                WorkerColumns.ROW,
                () -> workers.all(filter),
                page -> workers.list(filter, page),
                WorkerList::items,
                WorkerList::next);
    }
}
