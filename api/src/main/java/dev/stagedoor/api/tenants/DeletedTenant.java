// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.tenants;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;

/** A deleted tenant: its receipt and its audit chain can still be read. */
public record DeletedTenant(
        @JsonPropertyDescription("ten_…") String tenant,

        @JsonPropertyDescription("Its slug, which is never reused")
        String slug,

        @JsonPropertyDescription("When it was deleted") Instant deletedAt) {}
