// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.chatusers;

import dev.stagedoor.api.chatusers.NewChatUser;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "create",
        description = "Create a chat user. What is not said it has from its tier.",
        footer = "stagedoor chat-users create kiosk-lobby --agent receptionist --voice nova")
final class CreateChatUser extends TenantCommand {
    @Parameters(paramLabel = "USERNAME", description = "Its name, unique within the tenant.")
    private String username = "";

    @Option(names = "--tier", paramLabel = "TIER", description = "Its tier, one of the policy.")
    private @Nullable String tier;

    @Option(names = "--agent", paramLabel = "SLUG", description = "An agent it may reach; repeatable.")
    private @Nullable List<String> agents;

    @Option(names = "--voice", paramLabel = "VOICE", description = "A voice it may have; repeatable.")
    private @Nullable List<String> voices;

    @Option(names = "--avatar", paramLabel = "AVATAR", description = "An avatar it may have; repeatable.")
    private @Nullable List<String> avatars;

    @Option(names = "--toolset", paramLabel = "NAME", description = "A toolset its agents may use; repeatable.")
    private @Nullable List<String> toolsets;

    @Override
    protected int run(Session session) {
        NewChatUser chatUser = new NewChatUser(username, agents, voices, avatars, toolsets, tier, null, null);
        session.show(client(session).chatUsers().create(chatUser), ChatUserColumns.WHOLE);
        return ExitCode.OK;
    }
}
