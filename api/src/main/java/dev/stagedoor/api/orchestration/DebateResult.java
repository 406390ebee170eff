// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.orchestration;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A debate. */
public record DebateResult(
        String pattern,
        String topic,
        List<String> participants,

        @JsonPropertyDescription("The rounds that were held.")
        int rounds,

        List<Statement> debateHistory,

        @JsonPropertyDescription("The round after which the judge found agreement.") @Nullable
        Integer convergedAfterRound,

        @JsonPropertyDescription("Whether the judge could not be understood about agreement, and the debate went on.")
        boolean fallback,

        @JsonPropertyDescription("The judge.") @Nullable String judge,

        @JsonPropertyDescription("The judge's verdict; the last statement where there is no judge.") @Nullable
        String finalResult,

        @JsonPropertyDescription("Why the final result ended: end_turn, or max_tokens where it was cut off.") @Nullable
        String finalStopReason) {
    /** One participant's turn. */
    public record Statement(
            @JsonPropertyDescription("From 1.") int round,
            String agent,
            String statement,
            long durationMs,

            @JsonPropertyDescription("Why the model stopped: end_turn, or max_tokens where the answer was cut off.")
            @Nullable
            String stopReason) {}
}
