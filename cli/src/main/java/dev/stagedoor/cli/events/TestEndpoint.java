// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.events;

import dev.stagedoor.api.events.WebhookAttempt;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "test",
        description = {
            "Send a test event (webhook_endpoint.test) now, and show what the endpoint answers.",
            "Exit code 0 if it answered 2xx, 1 if not."
        },
        footer = "stagedoor webhook-endpoints test whe_01… --tenant acme")
final class TestEndpoint extends TenantCommand {
    @Parameters(paramLabel = "ENDPOINT", description = "The endpoint's id (whe_…).")
    private String id = "";

    @Override
    protected int run(Session session) {
        WebhookAttempt attempt = client(session).webhookEndpoints().test(id);
        session.show(attempt, DeliveryColumns.ATTEMPT);
        return attempt.delivered() ? ExitCode.OK : ExitCode.CHECK_FAILED;
    }
}
