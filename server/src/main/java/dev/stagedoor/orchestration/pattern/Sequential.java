// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration.pattern;

import dev.stagedoor.api.orchestration.SequentialResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One agent after the other: each works on what the one before it made. */
public record Sequential(Prompt task, List<Agent> agents) implements Pattern {
    public Sequential {
        agents = List.copyOf(agents);
    }

    @Override
    public String name() {
        return "sequential";
    }

    @Override
    public int mostCalls() {
        return agents.size();
    }

    @Override
    public List<ModelCall> next(Answers answers) {
        for (int step = 1; step <= agents.size(); step++) {
            if (!answers.has(key(step))) {
                return List.of(
                        ModelCall.text(key(step), agents.get(step - 1), Activity.EXECUTING, input(step, answers)));
            }
        }
        return List.of();
    }

    private String key(int step) {
        return "step-" + step + "/" + agents.get(step - 1).name();
    }

    /** The output of the last agent before this step that gave one; the task if none did. */
    private Prompt input(int step, Answers answers) {
        for (int before = step - 1; before >= 1; before--) {
            if (answers.good(key(before)).isPresent()) {
                return Prompt.of("The following is the output of the previous agent ("
                        + agents.get(before - 1).name() + "):\n\n"
                        + answers.good(key(before)).orElseThrow().text());
            }
        }
        return task;
    }

    @Override
    public SequentialResult result(Answers answers) {
        List<SequentialResult.Step> steps = new ArrayList<>();
        Map<String, String> results = new LinkedHashMap<>();
        Answer last = null;
        for (int step = 1; step <= agents.size(); step++) {
            Answer answer = answers.good(key(step)).orElse(null);
            last = answer;
            if (answer != null) {
                String agent = agents.get(step - 1).name();
                results.put(agent, answer.text());
                steps.add(new SequentialResult.Step(
                        step,
                        agent,
                        input(step, answers).text(),
                        answer.text(),
                        answer.took().toMillis(),
                        answer.stop()));
            }
        }
        return new SequentialResult(
                name(),
                task.text(),
                agents.stream().map(Agent::name).toList(),
                steps,
                last == null ? null : last.text(),
                results,
                last == null ? null : last.stop());
    }
}
