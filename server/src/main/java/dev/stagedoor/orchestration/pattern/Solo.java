// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration.pattern;

import dev.stagedoor.api.orchestration.AgentStep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Agents that each answer the same task alone, and one that merges their answers. */
final class Solo {
    private Solo() {}

    private static String key(Agent agent) {
        return "agent/" + agent.name();
    }

    static List<ModelCall> calls(Prompt task, List<Agent> agents) {
        return agents.stream()
                .map(agent -> ModelCall.text(key(agent), agent, Activity.EXECUTING, task))
                .toList();
    }

    static ModelCall merging(
            String key, Agent by, Activity activity, Prompt task, List<Agent> agents, Answers answers) {
        StringBuilder results = new StringBuilder("These agents have worked on this task, each alone. Their answers:");
        for (Agent agent : agents) {
            String result = answers.good(key(agent)).map(Answer::text).orElse("(The agent failed.)");
            results.append("\n\n[").append(agent.name()).append("]\n").append(result);
        }
        return ModelCall.text(
                key, by, activity, task.and(results + "\n\nMake one complete answer to the task of them."));
    }

    static List<AgentStep> steps(List<Agent> agents, Answers answers) {
        List<AgentStep> steps = new ArrayList<>();
        for (Agent agent : agents) {
            answers.good(key(agent))
                    .ifPresent(answer -> steps.add(new AgentStep(
                            agent.name(), answer.text(), answer.took().toMillis(), answer.stop())));
        }
        return steps;
    }

    static Map<String, String> byName(List<AgentStep> steps) {
        Map<String, String> results = new LinkedHashMap<>();
        steps.forEach(step -> results.put(step.agent(), step.result()));
        return results;
    }
}
