// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.users;

import dev.stagedoor.api.tenants.AppUserList;
import dev.stagedoor.cli.command.Paging;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.client.Users;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

@CommandLine.Command(name = "list", description = "List the users whose access was ever revoked, with their state now.")
final class ListUsers extends TenantCommand {
    @Mixin
    private Paging paging = new Paging();

    @Override
    protected int run(Session session) {
        Users users = client(session).users();
        return paging.print(session, UserColumns.WHOLE, users::all, users::list, AppUserList::items, AppUserList::next);
    }
}
