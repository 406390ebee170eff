// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.events;

import dev.stagedoor.api.events.NewWebhookEndpoint;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "create",
        description = {
            "Have events sent to a URL of the tenant's backend.",
            "Its secret, with which the backend verifies them, is shown only once."
        },
        footer = {
            "stagedoor webhook-endpoints create https://backend.example.com/webhooks --tenant acme",
            "stagedoor webhook-endpoints create https://backend.example.com/webhooks --type call.ended,dispatch.failed"
        })
final class CreateEndpoint extends TenantCommand {
    @Parameters(paramLabel = "URL", description = "Where events are posted: https://…")
    private String url = "";

    @Mixin
    private EndpointOptions options = new EndpointOptions();

    @Override
    protected int run(Session session) {
        session.show(
                client(session)
                        .webhookEndpoints()
                        .create(new NewWebhookEndpoint(url, options.types, options.description)),
                EndpointColumns.SECRET);
        return ExitCode.OK;
    }
}
