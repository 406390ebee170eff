// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.claude;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A Claude profile, without its secret. */
public record ProfileView(
        @JsonPropertyDescription("prof_….") String id,

        String profileName,

        @JsonPropertyDescription("api-key, gateway or terminal-oauth; absent while there is no usable secret.")
        @Nullable
        String authMethod,

        @JsonPropertyDescription("The user whose login it is; absent if the tenant's users share it.") @Nullable
        String userId,

        @JsonPropertyDescription("The gateway's URL.") @Nullable
        String baseUrl,

        @JsonPropertyDescription(
                "active; expired if its login is; rejected if the last test or run was refused with it;"
                        + " missing if it has no usable secret.")
        String status,

        @JsonPropertyDescription("The version of its secret.") @Nullable
        Long version,

        @JsonPropertyDescription("The secret's last four characters and a keyed hash of it.") @Nullable
        String fingerprint,

        @JsonPropertyDescription("When its login expires.") @Nullable
        Instant expiresAt,

        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant lastTestedAt,

        @JsonPropertyDescription("ok, or the code of the problem.") @Nullable
        String lastTest) {}
