// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.users;

import dev.stagedoor.api.accounts.NewAccount;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "invite",
        description = "Make an account for a user. The one-time token for their password is printed once.",
        footer = "stagedoor users invite alice --email alice@example.com --name Alice --tenant acme")
final class InviteUser extends TenantCommand {
    @Parameters(paramLabel = "USER", description = "The user's id in the tenant's system.")
    private String user = "";

    @Option(names = "--email", paramLabel = "EMAIL", required = true, description = "The address they log in with.")
    private String email = "";

    @Option(names = "--name", paramLabel = "NAME", description = "Their name, for their pages.")
    private @Nullable String name;

    @Override
    protected int run(Session session) {
        session.show(client(session).users().invite(new NewAccount(user, email, name)), UserColumns.TOKEN);
        return ExitCode.OK;
    }
}
