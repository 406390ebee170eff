// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.tenants;

import dev.stagedoor.cli.command.Command;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.client.Tenants;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "show",
        description = "Show a tenant and its policy.",
        footer = "stagedoor tenants show acme")
final class ShowTenant extends Command {
    @Parameters(paramLabel = "TENANT", arity = "0..1", description = "Slug or id (default: the key's own tenant).")
    private @Nullable String tenant;

    @Override
    protected int run(Session session) {
        Tenants tenants = session.client().tenants();
        session.show(tenant == null ? tenants.own() : tenants.get(tenant), TenantColumns.WHOLE);
        return ExitCode.OK;
    }
}
