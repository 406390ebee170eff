// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.dispatches;

import dev.stagedoor.cli.command.Confirmation;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "cancel",
        description = "Cancel a dispatch and remove its agent.",
        footer = "stagedoor dispatches cancel dsp_01… --yes")
final class CancelDispatch extends TenantCommand {
    @Parameters(paramLabel = "DISPATCH", description = "The dispatch's id (dsp_…).")
    private String dispatch = "";

    @Mixin
    private Confirmation confirmation = new Confirmation();

    @Override
    protected int run(Session session) {
        confirmation.ask(session, "Cancel the dispatch " + dispatch + "?");
        session.show(client(session).dispatches().cancel(dispatch), DispatchColumns.WHOLE);
        return ExitCode.OK;
    }
}
