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
        name = "suspend",
        description = "Suspend a tenant and empty its rooms until it is resumed.",
        footer = "stagedoor tenants suspend acme --yes")
final class SuspendTenant extends Command {
    @Parameters(paramLabel = "TENANT", description = "The tenant's slug or id.")
    private String tenant = "";

    @Mixin
    private Confirmation confirmation = new Confirmation();

    @Override
    protected int run(Session session) {
        confirmation.ask(session, "Suspend " + tenant + " and empty its rooms?");
        session.show(session.client().tenants().suspend(tenant), TenantColumns.ROW);
        return ExitCode.OK;
    }
}
