// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration;

import dev.stagedoor.api.orchestration.ContentBlock;
import dev.stagedoor.api.orchestration.DebateRequest;
import dev.stagedoor.api.orchestration.HierarchicalRequest;
import dev.stagedoor.api.orchestration.OrchestrationRequest;
import dev.stagedoor.api.orchestration.ParallelRequest;
import dev.stagedoor.api.orchestration.RoutingRequest;
import dev.stagedoor.api.orchestration.RunAgent;
import dev.stagedoor.api.orchestration.SequentialRequest;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.orchestration.Definition.Kind;
import dev.stagedoor.orchestration.model.ModelDefaults;
import dev.stagedoor.orchestration.model.Models;
import dev.stagedoor.orchestration.pattern.Agent;
import dev.stagedoor.orchestration.pattern.Prompt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Requests as definitions. Everything is checked before the first call (R4), and a refusal names the field. */
final class Definitions {
    private static final Set<String> IMAGES = Set.of("image/png", "image/jpeg", "image/gif", "image/webp");
    private static final int ROUNDS = 3;

    private final ModelDefaults defaults;

    Definitions(ModelDefaults defaults) {
        this.defaults = defaults;
    }

    Definition of(SequentialRequest request) {
        refuseWorkspaces(request);
        Map<String, Agent> agents = agents("agents", request.agents(), request.model());
        List<Agent> order = chosen("agent_sequence", request.agentSequence(), agents, true);
        return new Definition(Kind.SEQUENTIAL, task(request.task(), request.taskContent()), order, null, 0, false);
    }

    Definition of(DebateRequest request) {
        refuseWorkspaces(request);
        Map<String, Agent> agents = agents("agents", request.agents(), request.model());
        Agent judge = lead("judge", request.judge(), request.model(), agents);
        boolean converges = Boolean.TRUE.equals(request.convergence());
        if (converges && judge == null) {
            throw Problem.invalid("judge", "is required with convergence");
        }
        return new Definition(
                Kind.DEBATE,
                Prompt.of(request.topic()),
                chosen("participant_names", request.participantNames(), agents, false),
                judge,
                Objects.requireNonNullElse(request.rounds(), ROUNDS),
                converges);
    }

    Definition of(HierarchicalRequest request) {
        refuseWorkspaces(request);
        Map<String, Agent> workers = agents("workers", request.workers(), request.model());
        return new Definition(
                Kind.HIERARCHICAL,
                task(request.task(), request.taskContent()),
                chosen("worker_names", request.workerNames(), workers, false),
                lead("manager", request.manager(), request.model(), workers),
                0,
                false);
    }

    Definition of(ParallelRequest request) {
        refuseWorkspaces(request);
        Map<String, Agent> agents = agents("agents", request.agents(), request.model());
        Agent aggregator = lead("aggregator", request.aggregator(), request.model(), agents);
        String expected = request.aggregatorName();
        if (expected != null && (aggregator == null || !aggregator.name().equals(expected))) {
            throw Problem.invalid("aggregator_name", "must be the name of the aggregator");
        }
        return new Definition(
                Kind.PARALLEL,
                task(request.task(), request.taskContent()),
                chosen("agent_names", request.agentNames(), agents, false),
                aggregator,
                0,
                false);
    }

    Definition of(RoutingRequest request) {
        refuseWorkspaces(request);
        Map<String, Agent> specialists = agents("specialists", request.specialists(), request.model());
        return new Definition(
                Kind.ROUTING,
                task(request.task(), request.taskContent()),
                chosen("specialist_names", request.specialistNames(), specialists, false),
                lead("router", request.router(), request.model(), specialists),
                0,
                false);
    }

    private static void refuseWorkspaces(OrchestrationRequest request) {
        if (request.gitRepo() != null) {
            throw toolless("git_repo");
        }
        if (Boolean.TRUE.equals(request.isolateAgentWorkspaces())) {
            throw toolless("isolate_agent_workspaces");
        }
    }

    private static Problem toolless(String field) {
        return Problem.of(
                        ErrorCode.TOOLS_NOT_ENABLED,
                        field + ": agents have neither tools nor a workspace here; see docs/guides/orchestration.md")
                .field(field, "agents have neither tools nor a workspace here");
    }

    /** The agents by their names, which are unique. */
    private Map<String, Agent> agents(String field, List<RunAgent> given, @Nullable String model) {
        Map<String, Agent> agents = new LinkedHashMap<>();
        for (int i = 0; i < given.size(); i++) {
            Agent agent = agent(field + '[' + i + ']', given.get(i), model);
            if (agents.put(agent.name(), agent) != null) {
                throw Problem.invalid(field + '[' + i + "].name", "is the name of another agent of the run");
            }
        }
        return agents;
    }

    private Agent agent(String field, RunAgent given, @Nullable String model) {
        if (Boolean.TRUE.equals(given.useTools())) {
            throw toolless(field + ".use_tools");
        }
        Agent agent = new Agent(
                given.name(),
                given.systemPrompt(),
                given.description(),
                given.model() == null ? model : given.model(),
                given.maxTokens(),
                given.temperature());
        Double temperature = agent.temperature();
        if (temperature != null && temperature != 1 && !Models.takesTemperature(defaults.model(agent))) {
            throw Problem.invalid(
                    field + ".temperature", "is not taken by " + defaults.model(agent) + "; leave it out");
        }
        return agent;
    }

    private @Nullable Agent lead(
            String field, @Nullable RunAgent given, @Nullable String model, Map<String, Agent> others) {
        if (given == null) {
            return null;
        }
        if (others.containsKey(given.name())) {
            throw Problem.invalid(field + ".name", "is the name of another agent of the run");
        }
        return agent(field, given, model);
    }

    /** The agents that the names choose, in the names' order; all of them if there are none. */
    private static List<Agent> chosen(
            String field, @Nullable List<String> names, Map<String, Agent> agents, boolean repeatable) {
        if (names == null) {
            return List.copyOf(agents.values());
        }
        List<Agent> chosen = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            Agent agent = agents.get(names.get(i));
            if (agent == null) {
                throw Problem.invalid(
                        field + '[' + i + ']',
                        "is not the name of an agent; they are " + String.join(", ", agents.keySet()));
            }
            if (!repeatable && chosen.contains(agent)) {
                throw Problem.invalid(field + '[' + i + ']', "is listed twice");
            }
            chosen.add(agent);
        }
        return chosen;
    }

    private static Prompt task(@Nullable String task, @Nullable List<ContentBlock> content) {
        if (content == null || content.isEmpty()) {
            if (task == null || task.isBlank()) {
                throw Problem.invalid("task", "is required, or task_content");
            }
            return Prompt.of(task);
        }
        List<Prompt.Part> parts = new ArrayList<>();
        for (int i = 0; i < content.size(); i++) {
            parts.add(part("task_content[" + i + ']', content.get(i)));
        }
        if (parts.stream().noneMatch(Prompt.Text.class::isInstance)) {
            throw Problem.invalid("task_content", "must contain a text");
        }
        return new Prompt(parts);
    }

    private static Prompt.Part part(String field, ContentBlock block) {
        return switch (block.type()) {
            case "text" -> {
                if (block.text() == null || block.text().isBlank()) {
                    throw Problem.invalid(field + ".text", "is required");
                }
                yield new Prompt.Text(block.text(), false);
            }
            case "image" -> {
                ContentBlock.ImageSource source = block.source();
                if (source == null) {
                    throw Problem.invalid(field + ".source", "is required");
                }
                yield image(field + ".source", source);
            }
            default -> throw Problem.invalid(field + ".type", "must be text or image");
        };
    }

    private static Prompt.Image image(String field, ContentBlock.ImageSource source) {
        if (!source.type().equals("base64")) {
            throw Problem.invalid(field + ".type", "must be base64");
        }
        if (!IMAGES.contains(source.mediaType())) {
            throw Problem.invalid(field + ".media_type", "must be image/png, image/jpeg, image/gif or image/webp");
        }
        if (!source.data().matches("[A-Za-z0-9+/]+={0,2}")) {
            throw Problem.invalid(field + ".data", "must be Base64");
        }
        return new Prompt.Image(source.mediaType(), source.data());
    }
}
