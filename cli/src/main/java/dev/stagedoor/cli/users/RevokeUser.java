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
        name = "revoke",
        description = "Revoke a user's access: no tokens, and removed from every room, until reinstated.",
        footer = "stagedoor users revoke alice --tenant acme --yes")
final class RevokeUser extends TenantCommand {
    @Parameters(paramLabel = "USER", description = "The user's id in the tenant's system.")
    private String user = "";

    @Mixin
    private Confirmation confirmation = new Confirmation();

    @Override
    protected int run(Session session) {
        confirmation.ask(session, "Revoke the user " + user + " and remove them from every room?");
        session.show(client(session).users().revoke(user), UserColumns.WHOLE);
        return ExitCode.OK;
    }
}
