// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.workers;

import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "scale",
        description = "Run more or fewer workers for an agent; those that are too many finish their calls.",
        footer = "stagedoor workers scale demo 3")
final class ScaleWorkers extends TenantCommand {
    @Parameters(index = "0", paramLabel = "SLUG", description = "The agent's slug.")
    private String slug = "";

    @Parameters(index = "1", paramLabel = "REPLICAS", description = "How many, within replicas.min and replicas.max.")
    private int replicas;

    @Override
    protected int run(Session session) {
        session.show(client(session).workers().scale(slug, replicas), WorkerColumns.POOL);
        return ExitCode.OK;
    }
}
