// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.outbound;

import dev.stagedoor.cli.command.Confirmation;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

@CommandLine.Command(
        name = "delete",
        description =
                "Take the outbound trunk out of the tenant's LiveKit, and erase its password. Calls in progress go on.",
        footer = "stagedoor outbound-trunk delete --yes")
final class DeleteOutboundTrunk extends TenantCommand {
    @Mixin
    private Confirmation confirmation = new Confirmation();

    @Override
    protected int run(Session session) {
        confirmation.ask(session, "Delete the outbound trunk? No agent can call anybody then.");
        client(session).dials().deleteTrunk();
        session.done("deleted the outbound trunk");
        return ExitCode.OK;
    }
}
