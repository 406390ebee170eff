// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.workers;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of what a worker wrote, oldest first. */
public record WorkerLog(
        List<WorkerLogLine> items,

        @JsonPropertyDescription("Pass it as ?after= for the next page; absent on the last.") @Nullable
        String next) {}
