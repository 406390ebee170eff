// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.chatusers;

import dev.stagedoor.api.chatusers.ChatUserPolicyFields;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.JsonFile;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.client.ChatUsers;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

@CommandLine.Command(
        name = "policy",
        description = "Show how app users are led to chat users, or replace the policy.",
        footer = "stagedoor chat-users policy --file policy.json")
final class ChatUserPolicy extends TenantCommand {
    @Option(names = "--file", paramLabel = "FILE", description = "The new policy in JSON; - for standard input.")
    private @Nullable Path file;

    @Override
    protected int run(Session session) {
        ChatUsers chatUsers = client(session).chatUsers();
        ChatUserPolicyFields policy = file == null
                ? chatUsers.policy()
                : chatUsers.putPolicy(JsonFile.read(session.shell(), file, ChatUserPolicyFields.class));
        session.show(policy, ChatUserColumns.POLICY);
        return ExitCode.OK;
    }
}
