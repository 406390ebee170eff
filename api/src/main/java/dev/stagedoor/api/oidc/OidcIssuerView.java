// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.oidc;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An identity provider of the tenant's. */
public record OidcIssuerView(
        String name,
        String issuer,
        List<String> audiences,

        @JsonPropertyDescription("Where its keys are; absent if its discovery document says so.") @Nullable
        String jwksUrl,

        String userClaim,
        List<String> algorithms,
        Instant createdAt,
        Instant updatedAt) {}
