// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.orchestration;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of runs, the newest first, without results. */
public record RunList(
        List<RunView> items,

        @JsonPropertyDescription("Pass it as ?after= for the next page; absent on the last.") @Nullable
        String next) {}
