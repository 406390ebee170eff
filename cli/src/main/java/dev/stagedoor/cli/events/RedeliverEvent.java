// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.events;

import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "redeliver",
        description = "Send an event to a webhook endpoint once more, with the same webhook-id.",
        footer = "stagedoor webhook-endpoints redeliver whe_01… evt_01…")
final class RedeliverEvent extends TenantCommand {
    @Parameters(paramLabel = "ENDPOINT", description = "The endpoint's id (whe_…).")
    private String id = "";

    @Parameters(paramLabel = "EVENT", description = "The event's id (evt_…).")
    private String event = "";

    @Override
    protected int run(Session session) {
        session.show(client(session).webhookEndpoints().redeliver(id, event), DeliveryColumns.WHOLE);
        return ExitCode.OK;
    }
}
