package dev.stagedoor.api.tenants;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** A change of a tenant: what is not named stays. */
public record TenantChange(
        @JsonPropertyDescription("Its name, for people") @Size(min = 1, max = 128) @Nullable
        String name,

        @JsonPropertyDescription("The fields of its policy to replace") @Valid @Nullable
        PolicyFields policy) {}
