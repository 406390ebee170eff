// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.keys;

import dev.stagedoor.api.access.ApiKeyList;
import dev.stagedoor.cli.command.Paging;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.client.Keys;
import dev.stagedoor.client.OperatorKeys;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

@CommandLine.Command(name = "list", description = "List API keys, oldest first, including revoked ones.")
final class ListKeys extends KeyCommand {
    @Mixin
    private Paging paging = new Paging();

    @Override
    protected int run(Session session) {
        if (ofOperators()) {
            OperatorKeys keys = session.client().operatorKeys();
            return paging.print(session, KeyColumns.ROW, keys::all, keys::list, ApiKeyList::items, ApiKeyList::next);
        }
        Keys keys = client(session).keys();
        return paging.print(session, KeyColumns.ROW, keys::all, keys::list, ApiKeyList::items, ApiKeyList::next);
    }
}
