// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration.pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stagedoor.api.orchestration.AgentStep;
import dev.stagedoor.api.orchestration.RoutingResult;
import dev.stagedoor.orchestration.pattern.Decision.Decided;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A router chooses which specialists work on the task; it merges their answers if they are several. */
public record Routing(Prompt task, Agent router, List<Agent> specialists) implements Pattern {
    private static final String MERGE = "merge";

    public Routing {
        specialists = List.copyOf(specialists);
    }

    private record Choice(List<Agent> selected, String reasoning) {}

    @Override
    public String name() {
        return "routing";
    }

    @Override
    public List<Agent> agents() {
        List<Agent> all = new ArrayList<>(List.of(router));
        all.addAll(specialists);
        return all;
    }

    @Override
    public int mostCalls() {
        return Decision.MOST_CALLS + specialists.size() + 1;
    }

    @Override
    public List<ModelCall> next(Answers answers) {
        Optional<ModelCall> choosing = choice().open(answers);
        if (choosing.isPresent()) {
            return List.of(choosing.get());
        }
        List<Agent> selected = choice().made(answers).orElseThrow().value().selected();
        List<ModelCall> open = answers.open(Solo.calls(task, selected));
        return open.isEmpty() && merges(selected)
                ? answers.open(List.of(Solo.merging(MERGE, router, Activity.SYNTHESIZING, task, selected, answers)))
                : open;
    }

    private static boolean merges(List<Agent> selected) {
        return selected.size() > 1;
    }

    private Decision<Choice> choice() {
        List<String> lines = specialists.stream().map(Agent::introduction).toList();
        Prompt prompt =
                task.and("Choose the specialists for this task, and call the tool with their names. Choose as few"
                        + " as it needs; each one works on the whole task.\n\nThe specialists:\n- "
                        + String.join("\n- ", lines));
        Choice first = new Choice(List.of(specialists.getFirst()), "The router's choice could not be used.");
        return new Decision<>(new ModelCall("choice", router, Activity.ROUTING, prompt, form()), this::chosen, first);
    }

    private Form form() {
        List<String> names = specialists.stream().map(Agent::name).toList();
        ObjectNode schema = Schema.object();
        Schema.with(
                schema,
                "selected_agents",
                Schema.list(Schema.oneOf(names, "A specialist."), names.size(), "Who works on the task."));
        Schema.with(schema, "reasoning", Schema.text("Why, in one sentence."));
        return new Form("select_agents", "Chooses the specialists for a task.", schema);
    }

    private Choice chosen(JsonNode form) {
        Set<Agent> selected = new LinkedHashSet<>();
        for (JsonNode name : form.path("selected_agents")) {
            selected.add(specialists.stream()
                    .filter(agent -> agent.name().equals(name.asText()))
                    .findFirst()
                    .orElseThrow(() -> new Decision.Misfit("selected_agents must hold names of specialists only.")));
        }
        if (selected.isEmpty()) {
            throw new Decision.Misfit("selected_agents must name at least one specialist.");
        }
        return new Choice(List.copyOf(selected), form.path("reasoning").asText(""));
    }

    @Override
    public RoutingResult result(Answers answers) {
        Optional<Decided<Choice>> choice = answers.has("choice") ? choice().made(answers) : Optional.empty();
        List<Agent> selected = choice.map(made -> made.value().selected()).orElse(List.of());
        List<AgentStep> steps = Solo.steps(selected, answers);
        Optional<Answer> merged = merges(selected) ? answers.good(MERGE) : Optional.empty();
        Optional<AgentStep> only =
                merges(selected) ? Optional.empty() : steps.stream().findFirst();
        return new RoutingResult(
                name(),
                task.text(),
                router.name(),
                specialists.stream().map(Agent::name).toList(),
                choice.map(Decided::said).orElse(null),
                selected.stream().map(Agent::name).toList(),
                choice.map(made -> made.value().reasoning()).orElse(""),
                choice.map(Decided::millis).orElse(0L),
                steps,
                Solo.byName(steps),
                choice.map(Decided::fallback).orElse(false),
                merged.map(Answer::text).or(() -> only.map(AgentStep::result)).orElse(null),
                merged.map(Answer::stop)
                        .or(() -> only.map(AgentStep::stopReason))
                        .orElse(null));
    }
}
