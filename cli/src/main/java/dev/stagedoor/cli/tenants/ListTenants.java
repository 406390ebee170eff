// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.tenants;

import dev.stagedoor.api.tenants.TenantList;
import dev.stagedoor.cli.command.Command;
import dev.stagedoor.cli.command.Paging;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.client.Tenants;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

@CommandLine.Command(name = "list", description = "List tenants, oldest first.")
final class ListTenants extends Command {
    @Mixin
    private Paging paging = new Paging();

    @Override
    protected int run(Session session) {
        Tenants tenants = session.client().tenants();
        return paging.print(
                session, TenantColumns.ROW, tenants::all, tenants::list, TenantList::items, TenantList::next);
    }
}
