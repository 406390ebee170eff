// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration.pattern;

import dev.stagedoor.api.orchestration.AgentStep;
import dev.stagedoor.api.orchestration.ParallelResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All agents work on the same task at once.
 *
 * @param aggregator makes one answer of theirs; null for none
 */
public record Parallel(
        Prompt task, List<Agent> workers, @Nullable Agent aggregator) implements Pattern {
    private static final String AGGREGATE = "aggregate";

    public Parallel {
        workers = List.copyOf(workers);
    }

    @Override
    public String name() {
        return "parallel";
    }

    @Override
    public List<Agent> agents() {
        List<Agent> all = new ArrayList<>(workers);
        if (aggregator != null) {
            all.add(aggregator);
        }
        return all;
    }

    @Override
    public int mostCalls() {
        return agents().size();
    }

    @Override
    public List<ModelCall> next(Answers answers) {
        List<ModelCall> open = answers.open(Solo.calls(task, workers));
        return open.isEmpty() && aggregator != null
                ? answers.open(
                        List.of(Solo.merging(AGGREGATE, aggregator, Activity.AGGREGATING, task, workers, answers)))
                : open;
    }

    @Override
    public ParallelResult result(Answers answers) {
        List<AgentStep> steps = Solo.steps(workers, answers);
        Map<String, String> results = Solo.byName(steps);
        Optional<Answer> aggregate = answers.good(AGGREGATE);
        return new ParallelResult(
                name(),
                task.text(),
                workers.stream().map(Agent::name).toList(),
                aggregator == null ? null : aggregator.name(),
                steps,
                results,
                aggregate.map(Answer::text).orElse(null),
                aggregate.map(answer -> answer.took().toMillis()).orElse(null),
                aggregate.map(Answer::stop).orElse(null));
    }
}
