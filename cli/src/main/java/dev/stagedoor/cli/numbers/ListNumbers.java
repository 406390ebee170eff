// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.numbers;

import dev.stagedoor.api.numbers.NumberList;
import dev.stagedoor.cli.command.Paging;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.client.Numbers;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@CommandLine.Command(name = "list", description = "List phone numbers.")
final class ListNumbers extends TenantCommand {
    @Option(names = "--agent", paramLabel = "SLUG", description = "Only those that this agent answers.")
    private @Nullable String agent;

    @Option(names = "--state", paramLabel = "STATE", description = "Only those in this state: pending or active.")
    private @Nullable String state;

    @Mixin
    private Paging paging = new Paging();

    @Override
    protected int run(Session session) {
        Numbers numbers = client(session).numbers();
        Numbers.Filter filter = new Numbers.Filter(agent, state);
        return paging.print(
                session,
                NumberColumns.ROW,
                () -> numbers.all(filter),
                page -> numbers.list(filter, page),
                NumberList::items,
                NumberList::next);
    }
}
