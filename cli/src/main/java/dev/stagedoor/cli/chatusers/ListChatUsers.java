// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.chatusers;

import dev.stagedoor.api.chatusers.ChatUserList;
import dev.stagedoor.cli.command.Paging;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.client.ChatUsers;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

@CommandLine.Command(name = "list", description = "List chat users, the oldest first.")
final class ListChatUsers extends TenantCommand {
    @Mixin
    private Paging paging = new Paging();

    @Override
    protected int run(Session session) {
        ChatUsers chatUsers = client(session).chatUsers();
        return paging.print(
                session, ChatUserColumns.ROW, chatUsers::all, chatUsers::list, ChatUserList::items, ChatUserList::next);
    }
}
