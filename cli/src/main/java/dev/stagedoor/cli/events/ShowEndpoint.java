// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.events;

import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

@CommandLine.Command(name = "show", description = "Show a webhook endpoint, and why it is disabled if it is.")
final class ShowEndpoint extends TenantCommand {
    @Parameters(paramLabel = "ENDPOINT", description = "The endpoint's id (whe_…).")
    private String id = "";

    @Override
    protected int run(Session session) {
        session.show(client(session).webhookEndpoints().get(id), EndpointColumns.WHOLE);
        return ExitCode.OK;
    }
}
