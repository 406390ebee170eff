// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.vault;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of shared servers, by url. */
public record SharedServerList(
        List<SharedServerView> items,

        @JsonPropertyDescription("Pass it as ?after= for the next page; absent on the last.") @Nullable
        String next) {}
