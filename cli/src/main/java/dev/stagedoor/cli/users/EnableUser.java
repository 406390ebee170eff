// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.users;

import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "enable",
        description = "Let a user with a disabled account log in again.",
        footer = "stagedoor users enable alice --tenant acme")
final class EnableUser extends TenantCommand {
    @Parameters(paramLabel = "USER", description = "The user's id in the tenant's system.")
    private String user = "";

    @Override
    protected int run(Session session) {
        session.show(client(session).users().enableAccount(user), UserColumns.ACCOUNT);
        return ExitCode.OK;
    }
}
