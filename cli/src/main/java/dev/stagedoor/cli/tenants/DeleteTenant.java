// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.tenants;

import dev.stagedoor.cli.command.Command;
import dev.stagedoor.cli.command.Confirmation;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "delete",
        description = "Delete a tenant for good and destroy its data key. Keep the printed receipt.",
        footer = "stagedoor tenants delete acme --yes > receipt.json")
final class DeleteTenant extends Command {
    @Parameters(paramLabel = "TENANT", description = "The tenant's slug or id.")
    private String tenant = "";

    @Mixin
    private Confirmation confirmation = new Confirmation();

    @Override
    protected int run(Session session) {
        confirmation.ask(session, "Delete " + tenant + " for good? Its encrypted data cannot be recovered.");
        session.show(session.client().tenants().delete(tenant), TenantColumns.RECEIPT);
        return ExitCode.OK;
    }
}
