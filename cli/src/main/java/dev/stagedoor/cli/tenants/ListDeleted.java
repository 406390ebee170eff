// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.tenants;

import dev.stagedoor.api.tenants.DeletedTenantList;
import dev.stagedoor.cli.command.Command;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Paging;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.client.Tenants;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "deleted",
        description = {
            "List deleted tenants, oldest first, or show the receipt of one.",
            "Their audit logs stay: audit export --deleted TENANT."
        },
        footer = {"stagedoor tenants deleted", "stagedoor tenants deleted acme"})
final class ListDeleted extends Command {
    @Parameters(paramLabel = "TENANT", arity = "0..1", description = "Slug or id of one of them.")
    private @Nullable String tenant;

    @Mixin
    private Paging paging = new Paging();

    @Override
    protected int run(Session session) {
        Tenants tenants = session.client().tenants();
        if (tenant == null) {
            return paging.print(
                    session,
                    TenantColumns.DELETED,
                    tenants::allDeleted,
                    tenants::listDeleted,
                    DeletedTenantList::items,
                    DeletedTenantList::next);
        }
        session.show(tenants.deleted(tenant), TenantColumns.RECEIPT);
        return ExitCode.OK;
    }
}
