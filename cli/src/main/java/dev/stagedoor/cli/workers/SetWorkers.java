// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.workers;

import dev.stagedoor.api.workers.AgentWorkers;
import dev.stagedoor.api.workers.WorkerReplicas;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.JsonFile;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.cli.command.UsageException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "set",
        description = {
            "Run workers for an agent, or replace them: new ones are ready before the old ones finish their calls.",
            "With more than these options say: a file with the API's JSON."
        },
        footer = {
            "stagedoor workers set demo --command demo-agent --tenant acme",
            "stagedoor workers set demo --runtime docker --image registry.example/acme/demo:4 --replicas 2",
            "stagedoor workers set demo --file workers.json"
        })
final class SetWorkers extends TenantCommand {
    @Parameters(paramLabel = "SLUG", description = "The agent's slug.")
    private String slug = "";

    @Option(names = "--file", paramLabel = "FILE", description = "The whole of it as JSON; - reads standard input.")
    private @Nullable Path file;

    @Option(names = "--runtime", paramLabel = "RUNTIME", description = "process, docker or kubernetes.")
    private @Nullable String runtime;

    @Option(names = "--command", paramLabel = "NAME", description = "A command that the operator allows, for process.")
    private @Nullable String command;

    @Option(names = "--image", paramLabel = "IMAGE", description = "An image that the operator allows.")
    private @Nullable String image;

    @Option(names = "--replicas", paramLabel = "N", description = "How many run; 1 by default.")
    private @Nullable Integer replicas;

    @Option(
            names = "--drain-seconds",
            paramLabel = "N",
            description = "How long one that is replaced may take to finish its calls; 3600 by default.")
    private @Nullable Integer drainSeconds;

    @Override
    protected int run(Session session) {
        session.show(client(session).workers().put(slug, wanted(session)), WorkerColumns.POOL);
        return ExitCode.OK;
    }

    private AgentWorkers wanted(Session session) {
        boolean given = runtime != null || command != null || image != null || replicas != null || drainSeconds != null;
        if (file != null) {
            if (given) {
                throw new UsageException("--file and the other options exclude each other");
            }
            return JsonFile.read(session.shell(), file, AgentWorkers.class);
        }
        if (command == null && image == null) {
            throw new UsageException("say what to run: --command, --image or --file");
        }
        String where = runtime == null && command != null ? "process" : runtime;
        if (where == null) {
            throw new UsageException("say where to run it: --runtime docker or --runtime kubernetes");
        }
        WorkerReplicas many = replicas == null ? null : new WorkerReplicas(replicas, null);
        return new AgentWorkers(where, image, command, null, many, null, null, null, drainSeconds);
    }
}
