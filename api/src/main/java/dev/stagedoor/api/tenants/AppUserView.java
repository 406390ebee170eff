// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.tenants;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;

/** An end user of a tenant's application, known only by the tenant's own opaque id. */
public record AppUserView(
        @JsonPropertyDescription("The tenant's id of the user")
        String id,

        @JsonPropertyDescription("Whether the user's access is revoked")
        boolean revoked,

        @JsonPropertyDescription("When access last changed; 1970 if never")
        Instant since) {}
