// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration.pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stagedoor.api.orchestration.HierarchicalResult;
import dev.stagedoor.orchestration.pattern.Decision.Decided;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A manager divides the task, workers do their parts side by side, and the manager makes one answer of them. */
public record Hierarchical(Prompt task, Agent manager, List<Agent> workers) implements Pattern {
    /** The most parts that a manager may divide a task into. */
    public static final int MOST_SUBTASKS = 32;

    private static final String SYNTHESIS = "synthesis";

    public Hierarchical {
        workers = List.copyOf(workers);
    }

    private record Subtask(Agent worker, String task) {}

    @Override
    public String name() {
        return "hierarchical";
    }

    @Override
    public List<Agent> agents() {
        List<Agent> all = new ArrayList<>(List.of(manager));
        all.addAll(workers);
        return all;
    }

    @Override
    public int mostCalls() {
        return Decision.MOST_CALLS + Math.max(MOST_SUBTASKS, workers.size()) + 1;
    }

    @Override
    public List<ModelCall> next(Answers answers) {
        Optional<ModelCall> planning = plan().open(answers);
        if (planning.isPresent()) {
            return List.of(planning.get());
        }
        List<Subtask> subtasks = plan().made(answers).orElseThrow().value();
        List<ModelCall> working = new ArrayList<>();
        for (int i = 0; i < subtasks.size(); i++) {
            Subtask part = subtasks.get(i);
            working.add(ModelCall.text(key(i, part), part.worker(), Activity.EXECUTING, prompt(part)));
        }
        List<ModelCall> open = answers.open(working);
        return open.isEmpty() ? answers.open(List.of(synthesis(subtasks, answers))) : open;
    }

    private Decision<List<Subtask>> plan() {
        List<String> lines = workers.stream().map(Agent::introduction).toList();
        Prompt prompt = task.and("Divide this task among your workers, and call the tool "
                + "with their subtasks. A subtask must say everything its worker needs to know: workers do not see"
                + " the whole task or each other's results.\n\nYour workers:\n- " + String.join("\n- ", lines));
        List<Subtask> whole =
                workers.stream().map(worker -> new Subtask(worker, task.text())).toList();
        return new Decision<>(
                new ModelCall("plan", manager, Activity.DELEGATING, prompt, form()), this::subtasks, whole);
    }

    private Form form() {
        ObjectNode subtask = Schema.object();
        Schema.with(
                subtask,
                "worker",
                Schema.oneOf(workers.stream().map(Agent::name).toList(), "Who does it."));
        Schema.with(subtask, "task", Schema.text("What to do."));
        return new Form(
                "delegate",
                "Gives subtasks to workers.",
                Schema.with(
                        Schema.object(), "subtasks", Schema.list(subtask, MOST_SUBTASKS, "The parts of the task.")));
    }

    private List<Subtask> subtasks(JsonNode form) {
        JsonNode listed = form.path("subtasks");
        if (!listed.isArray() || listed.isEmpty() || listed.size() > MOST_SUBTASKS) {
            throw new Decision.Misfit("subtasks must be a list of 1 to " + MOST_SUBTASKS + " subtasks.");
        }
        List<Subtask> subtasks = new ArrayList<>();
        for (JsonNode one : listed) {
            String name = one.path("worker").asText();
            String part = one.path("task").asText();
            Agent worker = workers.stream()
                    .filter(agent -> agent.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new Decision.Misfit("worker must be one of "
                            + String.join(
                                    ", ", workers.stream().map(Agent::name).toList()) + "."));
            if (part.isBlank()) {
                throw new Decision.Misfit("task must not be empty.");
            }
            subtasks.add(new Subtask(worker, part));
        }
        return subtasks;
    }

    private static String key(int index, Subtask part) {
        return "work-" + (index + 1) + "/" + part.worker().name();
    }

    /** Images belong to the whole task, so every worker sees them. */
    private Prompt prompt(Subtask part) {
        List<Prompt.Part> parts = new ArrayList<>(
                task.parts().stream().filter(Prompt.Image.class::isInstance).toList());
        parts.add(new Prompt.Text(part.task(), false));
        return new Prompt(parts);
    }

    private ModelCall synthesis(List<Subtask> subtasks, Answers answers) {
        StringBuilder results = new StringBuilder("Your workers have done their parts. Their results:");
        for (int i = 0; i < subtasks.size(); i++) {
            Subtask part = subtasks.get(i);
            String result = answers.good(key(i, part)).map(Answer::text).orElse("(The worker failed.)");
            results.append("\n\n[").append(part.worker().name()).append("] ").append(part.task());
            results.append("\nResult:\n").append(result);
        }
        return ModelCall.text(
                SYNTHESIS,
                manager,
                Activity.SYNTHESIZING,
                task.and(results + "\n\nMake one complete answer to the task of them."));
    }

    @Override
    public HierarchicalResult result(Answers answers) {
        Optional<Decided<List<Subtask>>> plan = answers.has("plan") ? plan().made(answers) : Optional.empty();
        List<Subtask> subtasks = plan.map(Decided::value).orElse(List.of());
        List<HierarchicalResult.WorkerStep> steps = new ArrayList<>();
        Map<String, String> results = new LinkedHashMap<>();
        for (int i = 0; i < subtasks.size(); i++) {
            Subtask part = subtasks.get(i);
            answers.good(key(i, part)).ifPresent(answer -> {
                steps.add(new HierarchicalResult.WorkerStep(
                        part.worker().name(),
                        part.task(),
                        answer.text(),
                        answer.took().toMillis(),
                        answer.stop()));
                results.merge(part.worker().name(), answer.text(), (first, second) -> first + "\n\n" + second);
            });
        }
        Optional<Answer> synthesis = answers.good(SYNTHESIS);
        return new HierarchicalResult(
                name(),
                task.text(),
                manager.name(),
                workers.stream().map(Agent::name).toList(),
                plan.map(Decided::said).orElse(null),
                plan.map(Decided::millis).orElse(0L),
                steps,
                results,
                plan.map(Decided::fallback).orElse(false),
                synthesis.map(answer -> answer.took().toMillis()).orElse(0L),
                synthesis.map(Answer::text).orElse(null),
                synthesis.map(Answer::stop).orElse(null));
    }
}
