// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.workers;

import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "show",
        description = "Show a worker, or how an agent's workers are to run.",
        footer = {"stagedoor workers show wrk_01…", "stagedoor workers show demo"})
final class ShowWorker extends TenantCommand {
    @Parameters(paramLabel = "WORKER", description = "The worker's id (wrk_…), or an agent's slug.")
    private String which = "";

    @Override
    protected int run(Session session) {
        if (which.startsWith("wrk_")) {
            session.show(client(session).workers().get(which), WorkerColumns.WHOLE);
        } else {
            session.show(client(session).workers().of(which), WorkerColumns.POOL);
        }
        return ExitCode.OK;
    }
}
