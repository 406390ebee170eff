// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.users;

import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "reinstate",
        description = "Restore a revoked user's access.",
        footer = "stagedoor users reinstate alice --tenant acme")
final class ReinstateUser extends TenantCommand {
    @Parameters(paramLabel = "USER", description = "The user's id in the tenant's system.")
    private String user = "";

    @Override
    protected int run(Session session) {
        session.show(client(session).users().reinstate(user), UserColumns.WHOLE);
        return ExitCode.OK;
    }
}
