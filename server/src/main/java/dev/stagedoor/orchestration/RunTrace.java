// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration;

import dev.stagedoor.budgets.TokenUsage;
import dev.stagedoor.claude.ModelSpans;
import dev.stagedoor.orchestration.model.Asking;
import dev.stagedoor.orchestration.model.ModelDefaults;
import dev.stagedoor.orchestration.pattern.Agent;
import dev.stagedoor.orchestration.pattern.Answer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The trace of one run on this node: a span for the run, and below it one for each call. */
final class RunTrace {
    private final Run run;
    private final ModelSpans spans;
    private final ModelDefaults defaults;
    private final ModelSpans.Workflow whole;

    /** Begins it. */
    RunTrace(Run run, ModelSpans spans, ModelDefaults defaults) {
        this.run = run;
        this.spans = spans;
        this.defaults = defaults;
        this.whole = spans.workflow(run.definition().kind().wire(), run.id());
    }

    /** Makes a call, within a span. */
    Asking.Outcome around(Asking asking, Supplier<Asking.Outcome> call) {
        Agent agent = asking.call().agent();
        ModelSpans.Asked asked = new ModelSpans.Asked(
                defaults.model(agent), defaults.maxTokens(agent), agent.temperature(), agent.name(), true, run.id());
        ModelSpans.Call span = spans.call(asking.lease(), asked, whole);
        Asking.Outcome outcome = call.get();
        Answer answer = outcome.answer();
        TokenUsage used = outcome.usage();
        ModelSpans.Counted counted =
                new ModelSpans.Counted(used.input(), used.output(), used.cacheWritten(), used.cacheRead());
        if (answer.error() == null) {
            span.answered(answer.stop(), counted);
        } else {
            span.failed(asking.isStopped() ? Execution.STOPPED : answer.error(), counted);
        }
        return outcome;
    }

    /** The run has ended here; null if this node could not go on with it. */
    void end(Run.@Nullable State state) {
        if (state != null && state.status() == RunStatus.COMPLETED) {
            whole.completed();
        } else {
            String status = (state == null ? RunStatus.INTERRUPTED : state.status()).wire();
            whole.failed(state == null || state.error() == null ? status : state.error());
        }
    }
}
