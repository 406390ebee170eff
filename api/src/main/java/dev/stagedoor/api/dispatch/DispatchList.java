// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.dispatch;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of dispatches, newest first. */
public record DispatchList(
        List<DispatchView> items,

        @JsonPropertyDescription("Cursor for ?after=; absent on the last page.") @Nullable
        String next) {}
