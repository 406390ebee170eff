// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.chatusers;

import dev.stagedoor.api.chatusers.ChatUserSlots;
import dev.stagedoor.cli.command.Paging;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.client.ChatUsers;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

@CommandLine.Command(name = "slots", description = "List the chat users that have connections now.")
final class ListSlots extends TenantCommand {
    @Mixin
    private Paging paging = new Paging();

    @Override
    protected int run(Session session) {
        ChatUsers chatUsers = client(session).chatUsers();
        return paging.print(
                session,
                ChatUserColumns.LOAD,
                chatUsers::allSlots,
                chatUsers::slots,
                ChatUserSlots::items,
                ChatUserSlots::next);
    }
}
