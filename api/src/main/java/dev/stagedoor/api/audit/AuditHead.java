// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.audit;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Where a chain ends now. Kept elsewhere, it proves later that nothing up to it was altered or cut off. */
public record AuditHead(
        @JsonPropertyDescription("The tenant whose chain it is.")
        String tenantId,

        @JsonPropertyDescription("The sequence number of the last entry; 0 before the first.")
        long seq,

        @JsonPropertyDescription("The hash of the last entry, hexadecimal.")
        String hash) {}
