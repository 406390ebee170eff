// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.users;

import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "show",
        description = "Show whether a user's access is revoked.",
        footer = "stagedoor users show alice --tenant acme")
final class ShowUser extends TenantCommand {
    @Parameters(paramLabel = "USER", description = "The user's id in the tenant's system.")
    private String user = "";

    @Override
    protected int run(Session session) {
        session.show(client(session).users().get(user), UserColumns.WHOLE);
        return ExitCode.OK;
    }
}
