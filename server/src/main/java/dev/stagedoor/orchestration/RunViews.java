// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration;

import dev.stagedoor.api.orchestration.RunView;
import dev.stagedoor.api.orchestration.StepView;
import dev.stagedoor.api.orchestration.UsageFields;
import dev.stagedoor.budgets.Money;
import dev.stagedoor.budgets.TokenUsage;
import dev.stagedoor.orchestration.pattern.Answers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Runs as the API shows them. */
final class RunViews {
    private final Clock clock;

    RunViews(Clock clock) {
        this.clock = clock;
    }

    /** Without its result and its calls. */
    RunView line(Runs.Line line) {
        return view(line.run(), null, line.spent(), null);
    }

    /** With everything. */
    RunView whole(Runs.Whole whole) {
        List<StepView> steps = whole.steps().stream().map(RunViews::step).toList();
        Answers answers = Answers.of(whole.steps().stream().map(RunStep::answer).toList());
        return view(
                whole.run(),
                whole.run().definition().pattern().result(answers),
                Execution.Spent.of(whole.steps()),
                steps);
    }

    private RunView view(Run run, @Nullable Object result, Execution.Spent spent, @Nullable List<StepView> shown) {
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
                usage(spent.usage(), spent.micros()),
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
        return new UsageFields(
                usage.input(), usage.output(), usage.cacheWritten(), usage.cacheRead(), Money.dollars(micros));
    }
}
