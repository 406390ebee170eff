// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.tenants;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stagedoor.api.text.Shown;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** A change to a tenant; omitted fields keep their values. */
public record TenantChange(
        @JsonPropertyDescription("Its display name") @Size(min = 1, max = 128) @Shown @Nullable
        String name,

        @JsonPropertyDescription("The policy fields to change") @Valid @Nullable
        PolicyFields policy) {}
