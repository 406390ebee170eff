// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.chatusers;

import dev.stagedoor.cli.command.Confirmation;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@CommandLine.Command(name = "delete", description = "Delete a chat user and end its connections.")
final class DeleteChatUser extends TenantCommand {
    @Parameters(paramLabel = "ID", description = "The chat user's id: cu_….")
    private String id = "";

    @Mixin
    private Confirmation confirmation = new Confirmation();

    @Override
    protected int run(Session session) {
        confirmation.ask(session, "Delete the chat user " + id + "?");
        client(session).chatUsers().delete(id);
        session.done("deleted " + id);
        return ExitCode.OK;
    }
}
