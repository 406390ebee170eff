package dev.stagedoor.api.access;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An operator's key to be created. */
public record NewOperatorKey(
        @JsonPropertyDescription("Whose it is, for people") @NotBlank @Size(max = 128)
        String name,

        @JsonPropertyDescription("What it may do; at most what the key that makes it may") @Size(min = 1, max = 32)
        List<@Size(max = 64) String> scopes,

        @JsonPropertyDescription("When it stops working; a key without an end works until it is revoked") @Nullable
        Instant expiresAt) {}
