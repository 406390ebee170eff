// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.events;

import dev.stagedoor.cli.command.Confirmation;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "delete",
        description = "Delete a webhook endpoint: nothing more is sent to it.",
        footer = "stagedoor webhook-endpoints delete whe_01… --yes")
final class DeleteEndpoint extends TenantCommand {
    @Parameters(paramLabel = "ENDPOINT", description = "The endpoint's id (whe_…).")
    private String id = "";

    @Mixin
    private Confirmation confirmation = new Confirmation();

    @Override
    protected int run(Session session) {
        confirmation.ask(session, "Delete the webhook endpoint " + id + "?");
        client(session).webhookEndpoints().delete(id);
        session.done("deleted " + id);
        return ExitCode.OK;
    }
}
