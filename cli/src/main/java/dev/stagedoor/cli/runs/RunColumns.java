// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.runs;

import dev.stagedoor.api.orchestration.RunView;
import dev.stagedoor.api.orchestration.StepView;
import dev.stagedoor.cli.console.Columns;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The columns of runs. */
final class RunColumns {
    static final Columns<RunView> ROW = new Columns<RunView>()
            .add("id", RunView::executionId)
            .add("pattern", RunView::pattern)
            .add("status", RunView::status)
            .add("error", RunView::error)
            .add("user", RunView::userId)
            .add("took", run -> seconds(run.durationMs()))
            .add("created", RunView::createdAt);

    static final Columns<RunView> WHOLE = new Columns<RunView>()
            .add("id", RunView::executionId)
            .add("pattern", RunView::pattern)
            .add("status", RunView::status)
            .add("error", RunView::error)
            .add("detail", RunView::detail)
            .add("provider", RunView::provider)
            .add("user", RunView::userId)
            .add("profile", run -> run.profileId() + ", version " + run.profileVersion())
            .add("input tokens", run -> run.usage().inputTokens())
            .add("output tokens", run -> run.usage().outputTokens())
            .add("cost", run -> dollars(run.usage().cost()))
            .add("took", run -> seconds(run.durationMs()))
            .add("created", RunView::createdAt)
            .add("ended", RunView::endedAt);

    static final Columns<StepView> STEP = new Columns<StepView>()
            .add("call", StepView::key)
            .add("agent", StepView::agent)
            .add("activity", StepView::activity)
            .add("error", StepView::error)
            .add("stop", StepView::stopReason)
            .add("took", step -> seconds(step.durationMs()))
            .add("input", step -> step.usage().inputTokens())
            .add("output", step -> step.usage().outputTokens())
            .add("cost", step -> dollars(step.usage().cost()));

    private RunColumns() {}

    static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }

    private static String dollars(double cost) {
        return String.format(Locale.ROOT, "$%.6f", cost);
    }

    /** Whether the result's text breaks off because it reached the most tokens of an answer. */
    static boolean isCut(@Nullable Object result) {
        return result instanceof Map<?, ?> fields && "max_tokens".equals(fields.get("final_stop_reason"));
    }

    /** What the run came to, in words: the last field of its result; null if there is none. */
    static @Nullable String words(@Nullable Object result) {
        return result instanceof Map<?, ?> fields
                ? Stream.of("final_result", "aggregated_result")
                        .map(fields::get)
                        .filter(Objects::nonNull)
                        .map(String::valueOf)
                        .findFirst()
                        .orElse(null)
                : null;
    }
}
