// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.tenants;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stagedoor.api.text.Shown;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** A tenant to create. */
public record NewTenant(
        @JsonPropertyDescription("Its permanent short name, the prefix of its rooms")
        @NotNull
        @Pattern(regexp = SLUG, message = SLUG_IN_WORDS)
        String slug,

        @JsonPropertyDescription("Its display name") @NotBlank @Size(max = 128) @Shown
        String name,

        @JsonPropertyDescription("Where its policy differs from the standard one") @Valid @Nullable
        PolicyFields policy) {
    /** Lower-case letters, digits and inner hyphens, at most 40 characters. */
    public static final String SLUG = "[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?";

    /** As a refusal says it. */
    public static final String SLUG_IN_WORDS =
            "must be 1 to 40 lower-case letters, digits and hyphens, with no hyphen at either end";
}
