// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.workers;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;

/** A line of what a worker wrote. */
public record WorkerLogLine(
        @JsonPropertyDescription("Its number; some are missing where lines are no longer kept.")
        long seq,

        @JsonPropertyDescription("When it was read.") Instant at,

        @JsonPropertyDescription("The line, with [secret] in place of the secrets of the worker's environment.")
        String line) {}
