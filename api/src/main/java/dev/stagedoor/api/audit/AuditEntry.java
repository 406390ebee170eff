// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.audit;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;

/** An entry of a chain, with all that is needed to compute its hash again. A line of an export is one of these. */
public record AuditEntry(
        @JsonPropertyDescription("The tenant whose chain it is in; ten_platform is the platform's.")
        String tenantId,

        @JsonPropertyDescription("Its sequence number in the chain, from 1 without gaps.")
        long seq,

        @JsonPropertyDescription("The entry's own id.") String entryId,

        @JsonPropertyDescription("When it happened, to the microsecond.")
        Instant at,

        @JsonPropertyDescription("What was done, such as token.mint.")
        String action,

        @JsonPropertyDescription("Who did it: a kind and an id, such as key:key_… or operator:key_….")
        String actor,

        @JsonPropertyDescription("What it was done to: an id or a name.")
        String target,

        @JsonPropertyDescription("The id of the request that caused it.")
        String requestId,

        @JsonPropertyDescription("A JSON object, as the text that was hashed.")
        String detail,

        @JsonPropertyDescription(
                "The hash of the entry before it, hexadecimal; before the first, SHA-256 of the tenant's id.")
        String prevHash,

        @JsonPropertyDescription("SHA-256 of prev_hash and this entry, hexadecimal.")
        String hash) {}
