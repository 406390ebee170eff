// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.calls;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of calls, newest first. */
public record CallList(
        List<CallView> items,

        @JsonPropertyDescription("Pass it as ?after= for the next page; absent on the last.") @Nullable
        String next) {}
