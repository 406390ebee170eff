// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.tenants;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An end user of a tenant's application, known only by the tenant's own opaque id. */
public record AppUserView(
        @JsonPropertyDescription("The tenant's id of the user")
        String id,

        @JsonPropertyDescription("Whether the user's access is revoked")
        boolean revoked,

        @JsonPropertyDescription("When access last changed; absent if it never did") @Nullable
        Instant since) {}
