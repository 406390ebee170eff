// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.access;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of API keys, oldest first, revoked ones included. */
public record ApiKeyList(
        @JsonPropertyDescription("The keys") List<ApiKeyView> items,

        @JsonPropertyDescription("The cursor of the next page; absent on the last") @Nullable
        String next) {}
