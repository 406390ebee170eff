package dev.stagedoor.api.tenants;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;

/** An end user of a tenant's application, as far as we know one: by the tenant's own opaque id. */
public record AppUserView(
        @JsonPropertyDescription("The tenant's id of the user")
        String id,

        @JsonPropertyDescription("Whether the user may not enter any room")
        boolean revoked,

        @JsonPropertyDescription("When that was said") Instant since) {}
