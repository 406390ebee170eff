// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.runs;

import dev.stagedoor.api.orchestration.RunView;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

@CommandLine.Command(name = "show", description = "Show a run with its calls, what they cost, and its result so far.")
final class ShowRun extends TenantCommand {
    @Parameters(paramLabel = "RUN", description = "The run's id (run_…).")
    private String run = "";

    @Override
    protected int run(Session session) {
        RunView view = client(session).runs().get(run);
        session.show(view, RunColumns.WHOLE);
        if (session.wantsJson()) {
            return ExitCode.OK;
        }
        if (view.steps() != null && !view.steps().isEmpty()) {
            session.shell().out().println();
            session.table(view.steps(), RunColumns.STEP);
        }
        Following.tell(session, view.result());
        return ExitCode.OK;
    }
}
