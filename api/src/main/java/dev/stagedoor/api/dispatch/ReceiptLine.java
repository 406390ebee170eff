// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.dispatch;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One line of a dispatch's receipt; also the data of a dispatch's server-sent event. */
public record ReceiptLine(
        Instant at,

        @JsonPropertyDescription("requested, sent, accepted, joined, lost, ending, completed or failed.")
        String status,

        @JsonPropertyDescription("The number of the attempt; 0 before the first.")
        int attempt,

        @JsonPropertyDescription("The agent's participant identity, once known.") @Nullable
        String identity,

        @JsonPropertyDescription(
                "Why it ended, was sent again, or its agent is lost (agent_silent, agent_gone, job_failed): no_worker, workers_busy, not_joined, not_sent, cancelled, …")
        @Nullable
        String reason,

        @JsonPropertyDescription("The reason in words, while it waits.") @Nullable
        String detail) {}
