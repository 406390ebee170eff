// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration;

import dev.stagedoor.api.orchestration.RunView;
import dev.stagedoor.api.orchestration.StepView;
import dev.stagedoor.api.orchestration.UsageFields;
import dev.stagedoor.orchestration.model.TokenUsage;
import dev.stagedoor.orchestration.pattern.Answers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Runs as the API shows them. */
final class RunViews {
    private static final double MICROS = 1_000_000;

    private final Clock clock;

    RunViews(Clock clock) {
        this.clock = clock;
    }

    /** Without its result and its calls. */
    RunView line(Run run) {
        return view(run, null, List.of(), null);
    }

    /** With everything. */
    RunView whole(Runs.Whole whole) {
        List<StepView> steps = whole.steps().stream().map(RunViews::step).toList();
        Answers answers = Answers.of(whole.steps().stream().map(RunStep::answer).toList());
        return view(whole.run(), whole.run().definition().pattern().result(answers), whole.steps(), steps);
    }

    private RunView view(Run run, @Nullable Object result, List<RunStep> steps, @Nullable List<StepView> shown) {
        Instant until =
                run.state().endedAt() == null ? clock.instant() : run.state().endedAt();
        return new RunView(
                run.id(),
                run.definition().kind().wire(),
                run.state().status().wire(),
                run.state().error(),
                run.state().detail(),
                result,
                run.lease().provider(),
                run.lease().userId().isEmpty() ? null : run.lease().userId(),
                run.lease().profileId(),
                run.lease().profileVersion(),
                usage(
                        steps.stream().map(RunStep::usage).reduce(TokenUsage.NONE, TokenUsage::plus),
                        steps.stream().mapToLong(RunStep::costMicros).sum()),
                shown,
                Duration.between(run.createdAt(), until).toMillis(),
                run.createdAt(),
                run.state().endedAt());
    }

    private static StepView step(RunStep step) {
        return new StepView(
                step.answer().key(),
                step.agent(),
                step.activity().name().toLowerCase(Locale.ROOT),
                step.answer().error(),
                step.answer().stop(),
                step.answer().took().toMillis(),
                usage(step.usage(), step.costMicros()),
                step.endedAt());
    }

    private static UsageFields usage(TokenUsage usage, long micros) {
        return new UsageFields(usage.input(), usage.output(), usage.cacheWritten(), usage.cacheRead(), micros / MICROS);
    }
}
