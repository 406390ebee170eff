// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.agents;

import dev.stagedoor.api.agents.AgentList;
import dev.stagedoor.cli.command.Paging;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.client.Agents;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

@CommandLine.Command(name = "list", description = "List agents, by slug.")
final class ListAgents extends TenantCommand {
    @Mixin
    private Paging paging = new Paging();

    @Override
    protected int run(Session session) {
        Agents agents = client(session).agents();
        return paging.print(session, AgentColumns.ROW, agents::all, agents::list, AgentList::items, AgentList::next);
    }
}
