// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.workers;

import dev.stagedoor.cli.command.Confirmation;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "restart",
        description = "End a worker now, with the calls it has; another one is started.",
        footer = "stagedoor workers restart wrk_01… --yes")
final class RestartWorker extends TenantCommand {
    @Parameters(paramLabel = "WORKER", description = "The worker's id (wrk_…).")
    private String worker = "";

    @Mixin
    private Confirmation confirmation = new Confirmation();

    @Override
    protected int run(Session session) {
        confirmation.ask(session, "End the worker " + worker + " with the calls it has?");
        session.show(client(session).workers().restart(worker), WorkerColumns.WHOLE);
        return ExitCode.OK;
    }
}
