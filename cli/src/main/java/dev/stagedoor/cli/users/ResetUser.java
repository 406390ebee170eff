// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.users;

import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "reset",
        description = "Get a new one-time token for a user's password; it is printed once, and earlier ones end.",
        footer = "stagedoor users reset alice --tenant acme")
final class ResetUser extends TenantCommand {
    @Parameters(paramLabel = "USER", description = "The user's id in the tenant's system.")
    private String user = "";

    @Override
    protected int run(Session session) {
        session.show(client(session).users().resetAccount(user), UserColumns.TOKEN);
        return ExitCode.OK;
    }
}
