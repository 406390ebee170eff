// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.events;

import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "rotate-secret",
        description = {
            "Get a new secret for a webhook endpoint; it is shown only once.",
            "For 24 hours events are signed with the new one and with the one before."
        },
        footer = "stagedoor webhook-endpoints rotate-secret whe_01… --tenant acme")
final class RotateSecret extends TenantCommand {
    @Parameters(paramLabel = "ENDPOINT", description = "The endpoint's id (whe_…).")
    private String id = "";

    @Override
    protected int run(Session session) {
        session.show(client(session).webhookEndpoints().rotateSecret(id), EndpointColumns.SECRET);
        return ExitCode.OK;
    }
}
