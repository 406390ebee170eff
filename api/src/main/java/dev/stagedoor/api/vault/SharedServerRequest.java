// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.vault;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stagedoor.api.text.Shown;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** A LiveKit server that several tenants may use, each with a key of its own. */
public record SharedServerRequest(
        @NotNull @Size(min = 1, max = 2048) String serverUrl,

        @JsonPropertyDescription("The reason, for other operators.") @Size(max = 512) @Shown @Nullable
        String note) {}
