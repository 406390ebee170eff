// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.calls;

import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

@CommandLine.Command(name = "show", description = "Show a call with its dispatches.")
final class ShowCall extends TenantCommand {
    @Parameters(paramLabel = "CALL", description = "The call's id (call_…).")
    private String call = "";

    @Override
    protected int run(Session session) {
        session.show(client(session).calls().get(call), CallColumns.WHOLE);
        return ExitCode.OK;
    }
}
