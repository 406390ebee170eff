// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.outbound;

import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import picocli.CommandLine;

@CommandLine.Command(
        name = "show",
        description = "Show the outbound trunk, and what differs from it in the tenant's LiveKit.",
        footer = "stagedoor outbound-trunk show --tenant acme")
final class ShowOutboundTrunk extends TenantCommand {
    @Override
    protected int run(Session session) {
        session.show(client(session).dials().trunk(), OutboundTrunkColumns.WHOLE);
        return ExitCode.OK;
    }
}
