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
        name = "disable",
        description = "Disable a user's account: no logins, and their sessions end, until it is enabled.",
        footer = "stagedoor users disable alice --tenant acme --yes")
final class DisableUser extends TenantCommand {
    @Parameters(paramLabel = "USER", description = "The user's id in the tenant's system.")
    private String user = "";

    @Mixin
    private Confirmation confirmation = new Confirmation();

    @Override
    protected int run(Session session) {
        confirmation.ask(session, "Disable the account of " + user + " and end their sessions?");
        session.show(client(session).users().disableAccount(user), UserColumns.ACCOUNT);
        return ExitCode.OK;
    }
}
