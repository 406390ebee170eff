// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.chatusers;

import picocli.CommandLine.Command;

/** {@code stagedoor chat-users}. */
@Command(
        name = "chat-users",
        description = "Create, list, show and delete chat users; show and set their policy; show their load.",
        subcommands = {
            CreateChatUser.class,
            ListChatUsers.class,
            ShowChatUser.class,
            DeleteChatUser.class,
            AssignChatUser.class,
            ChatUserPolicy.class,
            ListSlots.class
        })
public final class ChatUsersCommand {}
