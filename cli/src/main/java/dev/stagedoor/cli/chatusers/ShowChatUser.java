// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.chatusers;

import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

@CommandLine.Command(name = "show", description = "Show a chat user.")
final class ShowChatUser extends TenantCommand {
    @Parameters(paramLabel = "ID", description = "The chat user's id: cu_….")
    private String id = "";

    @Override
    protected int run(Session session) {
        session.show(client(session).chatUsers().get(id), ChatUserColumns.WHOLE);
        return ExitCode.OK;
    }
}
