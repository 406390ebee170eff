// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.chatusers;

import dev.stagedoor.api.chatusers.ChatUserAssignment;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "assign",
        description = "Say which tier an app user has, or which chat user; what is not said is left to the policy.",
        footer = "stagedoor chat-users assign guest-42 --tier premium")
final class AssignChatUser extends TenantCommand {
    @Parameters(paramLabel = "USER", description = "Your own id of the app user.")
    private String user = "";

    @Option(names = "--tier", paramLabel = "TIER", description = "The tier, one of the policy.")
    private @Nullable String tier;

    @Option(names = "--chat-user", paramLabel = "ID", description = "The chat user to use, whatever the strategy.")
    private @Nullable String chatUser;

    @Override
    protected int run(Session session) {
        ChatUserAssignment assignment = new ChatUserAssignment(tier, chatUser);
        session.show(client(session).chatUsers().assign(user, assignment), ChatUserColumns.ASSIGNMENT);
        return ExitCode.OK;
    }
}
