// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.calls;

import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.client.Calls;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

@CommandLine.Command(name = "show", description = "Show a call, with who was there and what happened.")
final class ShowCall extends TenantCommand {
    @Parameters(paramLabel = "CALL", description = "The call's id (call_…).")
    private String call = "";

    @Override
    protected int run(Session session) {
        Calls calls = client(session).calls();
        session.show(calls.get(call), CallColumns.WHOLE);
        if (!session.wantsJson()) {
            session.shell().out().println();
            session.table(calls.timeline(call).steps(), CallColumns.TIMELINE);
        }
        return ExitCode.OK;
    }
}
