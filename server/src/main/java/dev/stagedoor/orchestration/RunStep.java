// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration;

import dev.stagedoor.budgets.TokenUsage;
import dev.stagedoor.orchestration.pattern.Activity;
import dev.stagedoor.orchestration.pattern.Answer;
import java.time.Instant;

/** One call of a run that was answered or failed. */
record RunStep(
        int position,
        String agent,
        Activity activity,
        Answer answer,
        TokenUsage usage,
        long costMicros,
        Instant endedAt) {}
