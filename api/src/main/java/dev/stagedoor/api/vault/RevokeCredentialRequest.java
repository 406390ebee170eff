package dev.stagedoor.api.vault;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/** Which version of a credential is taken out of use for good. */
public record RevokeCredentialRequest(
        @JsonPropertyDescription("The active one if not given.") @Min(1) @Nullable
        Long version) {}
