// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.access;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stagedoor.api.text.Shown;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An operator key to create. */
public record NewOperatorKey(
        @JsonPropertyDescription("Its display name, such as its owner") @NotBlank @Size(max = 128) @Shown
        String name,

        @JsonPropertyDescription("Its scopes; none that the creating key lacks") @Size(min = 1, max = 32)
        List<@Size(max = 64) String> scopes,

        @JsonPropertyDescription("When it expires; without this it works until it is revoked") @Nullable
        Instant expiresAt) {}
