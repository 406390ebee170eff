// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.agents;

import dev.stagedoor.api.agents.AgentDefinition;
import dev.stagedoor.api.agents.AgentLimits;
import dev.stagedoor.api.agents.WhenLost;
import dev.stagedoor.cli.command.JsonFile;
import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** An agent's slug, and its definition from options or a file. */
final class AgentOptions {
    @Parameters(paramLabel = "SLUG", description = "The agent's slug.")
    private String slug = "";

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "The complete definition in JSON; - for standard input.")
    private @Nullable Path file;

    @Option(names = "--name", paramLabel = "NAME", description = "Display name (default: the slug).")
    private @Nullable String name;

    @Option(
            names = "--agent-name",
            paramLabel = "NAME",
            description = "The agent_name that its LiveKit workers register under.")
    private @Nullable String agentName;

    @Option(names = "--prompt-file", paramLabel = "FILE", description = "System prompt.")
    private @Nullable Path promptFile;

    @Option(names = "--model", paramLabel = "MODEL", description = "Model.")
    private @Nullable String model;

    @Option(names = "--voice", paramLabel = "VOICE", description = "Voice.")
    private @Nullable String voice;

    @Option(names = "--tool", paramLabel = "TOOL", description = "A tool the agent may use; repeatable.")
    private @Nullable List<String> tools;

    @Option(names = "--model-lease", description = "Its workers may get leases to call the model without a key.")
    private boolean modelLease;

    @Option(names = "--max-call-minutes", paramLabel = "N", description = "Maximum length of a call.")
    private @Nullable Integer maxCallMinutes;

    @Option(names = "--join-timeout-seconds", paramLabel = "N", description = "Time it may take to join a call.")
    private @Nullable Integer joinTimeoutSeconds;

    @Option(
            names = "--on-failure",
            paramLabel = "replace|end",
            description = "What happens when it fails while people are in the room (default: replace).")
    private @Nullable WhenLost onFailure;

    @Option(
            names = "--on-unclear",
            paramLabel = "replace|end",
            description = "What happens when it is gone and LiveKit does not say why (default: replace).")
    private @Nullable WhenLost onUnclear;

    @Option(names = "--disabled", description = "Do not allow it to be dispatched.")
    private boolean disabled;

    String slug() {
        return slug;
    }

    AgentDefinition definition(Session session) {
        if (file != null) {
            return fromFile(session, file);
        }
        if (agentName == null) {
            throw new UsageException("--agent-name or --file is required");
        }
        return new AgentDefinition(
                slug,
                name == null ? slug : name,
                agentName,
                promptFile == null ? null : text(session, promptFile),
                model,
                voice,
                tools,
                modelLease ? true : null,
                maxCallMinutes == null && joinTimeoutSeconds == null
                        ? null
                        : new AgentLimits(maxCallMinutes, joinTimeoutSeconds),
                onFailure,
                onUnclear,
                !disabled);
    }

    private AgentDefinition fromFile(Session session, Path file) {
        AgentDefinition given = JsonFile.read(session.shell(), file, AgentDefinition.class);
        return new AgentDefinition(
                given.slug() == null ? slug : given.slug(),
                given.name() == null ? slug : given.name(),
                given.agentName(),
                given.systemPrompt(),
                given.model(),
                given.voice(),
                given.tools(),
                given.modelLease(),
                given.limits(),
                given.onFailure(),
                given.onUnclear(),
                given.enabled());
    }

    private static String text(Session session, Path file) {
        try {
            return Files.readString(session.shell().file(file));
        } catch (IOException e) {
            throw new UsageException("cannot read " + file + " as UTF-8 text");
        }
    }
}
