// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.runs;

import dev.stagedoor.cli.command.Confirmation;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "cancel",
        description = "Stop a run; what it has so far is kept.",
        footer = "stagedoor runs cancel run_01… --yes")
final class CancelRun extends TenantCommand {
    @Parameters(paramLabel = "RUN", description = "The run's id (run_…).")
    private String run = "";

    @Mixin
    private Confirmation confirmation = new Confirmation();

    @Override
    protected int run(Session session) {
        confirmation.ask(session, "Stop the run " + run + "?");
        session.show(client(session).runs().cancel(run), RunColumns.WHOLE);
        return ExitCode.OK;
    }
}
