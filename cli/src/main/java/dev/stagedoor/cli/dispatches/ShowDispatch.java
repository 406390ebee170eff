// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.dispatches;

import dev.stagedoor.api.dispatch.DispatchView;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

@CommandLine.Command(name = "show", description = "Show a dispatch with its receipt.")
final class ShowDispatch extends TenantCommand {
    @Parameters(paramLabel = "DISPATCH", description = "The dispatch's id (dsp_…).")
    private String dispatch = "";

    @Override
    protected int run(Session session) {
        DispatchView view = client(session).dispatches().get(dispatch);
        session.show(view, DispatchColumns.WHOLE);
        if (!session.wantsJson() && view.receipt() != null) {
            session.shell().out().println();
            session.table(view.receipt(), DispatchColumns.RECEIPT);
        }
        return ExitCode.OK;
    }
}
