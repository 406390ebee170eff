// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.calls;

import dev.stagedoor.api.calls.CallTimeline;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "timeline",
        description = "Tell what happened in a call, in order: requests, dispatches, people.",
        footer = "stagedoor calls timeline call_01example --json")
final class ShowTimeline extends TenantCommand {
    @Parameters(paramLabel = "CALL", description = "The call's id (call_…).")
    private String call = "";

    @Override
    protected int run(Session session) {
        CallTimeline timeline = client(session).calls().timeline(call);
        if (session.wantsJson()) {
            session.printJson(timeline);
        } else {
            session.table(timeline.steps(), CallColumns.TIMELINE);
        }
        return ExitCode.OK;
    }
}
