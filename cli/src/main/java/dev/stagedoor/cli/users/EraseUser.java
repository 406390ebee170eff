// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.users;

import dev.stagedoor.cli.command.Confirmation;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "erase",
        description = "Erase a user's account, with all that is personal in it; their sessions end.",
        footer = "stagedoor users erase alice --tenant acme --yes")
final class EraseUser extends TenantCommand {
    @Parameters(paramLabel = "USER", description = "The user's id in the tenant's system.")
    private String user = "";

    @Mixin
    private Confirmation confirmation = new Confirmation();

    @Override
    protected int run(Session session) {
        confirmation.ask(session, "Erase the account of " + user + " and end their sessions?");
        client(session).users().eraseAccount(user);
        session.done("erased the account of " + user);
        return ExitCode.OK;
    }
}
