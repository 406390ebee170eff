// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.users;

import dev.stagedoor.api.accounts.AccountList;
import dev.stagedoor.api.accounts.AccountState;
import dev.stagedoor.api.tenants.AppUserList;
import dev.stagedoor.cli.command.Paging;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.cli.command.UsageException;
import dev.stagedoor.client.Users;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@CommandLine.Command(
        name = "list",
        description = "List the users whose access was ever revoked, with their state now, or those with accounts.",
        footer = {"stagedoor users list --tenant acme", "stagedoor users list --accounts --state invited --tenant acme"
        })
final class ListUsers extends TenantCommand {
    @Option(names = "--accounts", description = "Those with accounts.")
    private boolean accounts;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "With --accounts: only in this state: invited, active or disabled.")
    private @Nullable AccountState state;

    @Option(names = "--email", paramLabel = "EMAIL", description = "With --accounts: only with this address.")
    private @Nullable String email;

    @Mixin
    private Paging paging = new Paging();

    @Override
    protected int run(Session session) {
        Users users = client(session).users();
        if (accounts) {
            return listAccounts(session, users);
        }
        if (state != null || email != null) {
            throw new UsageException("--state and --email go with --accounts");
        }
        return paging.print(session, UserColumns.WHOLE, users::all, users::list, AppUserList::items, AppUserList::next);
    }

    private int listAccounts(Session session, Users users) {
        Users.AccountFilter filter = new Users.AccountFilter(email, state);
        return paging.print(
                session,
                UserColumns.ACCOUNT,
                () -> users.allAccounts(filter),
                page -> users.accounts(filter, page),
                AccountList::items,
                AccountList::next);
    }
}
