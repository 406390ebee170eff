// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.runs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stagedoor.api.orchestration.OrchestrationRequest;
import dev.stagedoor.cli.command.ExitCode;
import dev.stagedoor.cli.command.JsonFile;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.TenantCommand;
import dev.stagedoor.cli.command.UsageException;
import dev.stagedoor.client.EventFeed;
import dev.stagedoor.client.Runs;
import java.nio.file.Path;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
        name = "start",
        description = {
            "Start a run and follow it to its end. Interrupting the command does not stop the run.",
            "Exit code 0 if the run completed, 1 if it ended otherwise."
        },
        footer = {
            "stagedoor runs start examples/orchestration/debate.json --tenant acme",
            "stagedoor runs start request.json --pattern debate --detach"
        })
final class StartRun extends TenantCommand {
    private static final String PATTERN = "pattern";

    @Parameters(paramLabel = "FILE", description = "The request in JSON, as the API takes it; - for standard input.")
    private Path file = Path.of("-");

    @Option(
            names = "--pattern",
            paramLabel = "PATTERN",
            description =
                    "sequential, debate, hierarchical, parallel or routing (default: the file's field pattern, or its"
                            + " name, such as debate.json).")
    private @Nullable String pattern;

    @Option(names = "--detach", description = "Print the run as soon as it has started, and do not follow it.")
    private boolean detach;

    @Override
    protected int run(Session session) {
        OrchestrationRequest request = JsonFile.readTyped(session.shell(), file, this::type);
        Runs runs = client(session).runs();
        try (EventFeed<Runs.Event> feed = runs.start(request)) {
            if (!detach) {
                return Following.of(session, feed);
            }
            String run = Objects.requireNonNullElse(feed.next().data().executionId(), "");
            session.show(runs.get(run), RunColumns.WHOLE);
            return ExitCode.OK;
        }
    }

    /** {@code debate.json} is a debate. */
    private String ofFile() {
        String stem = String.valueOf(file.getFileName()).replaceFirst("\\.json$", "");
        return Runs.PATTERNS.containsKey(stem) ? stem : "";
    }

    private Class<? extends OrchestrationRequest> type(ObjectNode request) {
        JsonNode said = request.remove(PATTERN);
        String name = pattern != null ? pattern : said != null ? said.asText() : ofFile();
        Class<? extends OrchestrationRequest> type = Runs.PATTERNS.get(name);
        if (type == null) {
            throw new UsageException((name.isEmpty() ? "the file names no pattern" : name + " is not a pattern")
                    + ": pass --pattern with one of " + String.join(", ", new TreeSet<>(Runs.PATTERNS.keySet())));
        }
        return type;
    }
}
