// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.servers;

import dev.stagedoor.api.vault.SharedServerList;
import dev.stagedoor.cli.command.Command;
import dev.stagedoor.cli.command.Paging;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.client.SharedServers;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

@CommandLine.Command(name = "list", description = "List shared LiveKit servers, by URL.")
final class ListServers extends Command {
    @Mixin
    private Paging paging = new Paging();

    @Override
    protected int run(Session session) {
        SharedServers servers = session.client().sharedServers();
        return paging.print(
                session,
                ServerColumns.ROW,
                servers::all,
                servers::list,
                SharedServerList::items,
                SharedServerList::next);
    }
}
