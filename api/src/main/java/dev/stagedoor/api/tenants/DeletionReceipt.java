// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.tenants;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The receipt of a deletion. */
public record DeletionReceipt(
        @JsonPropertyDescription("ten_…") String tenant,

        @JsonPropertyDescription("Its slug, which is never reused")
        String slug,

        @JsonPropertyDescription("When it was deleted") Instant deletedAt,

        @JsonPropertyDescription("Whether the data key is destroyed, so that nothing it sealed can be opened again")
        boolean dataKeyDestroyed,

        @JsonPropertyDescription("Until when database backups can contain the wrapped data key")
        Instant backupsHoldWrappedKeyUntil,

        @JsonPropertyDescription("When the last token issued for it expires, if any; LiveKit accepts it until then")
        @Nullable
        Instant lastTokenEndsAt,

        @JsonPropertyDescription("Evictions in progress that ended here, because they need the credential")
        int evictionsEnded,

        @JsonPropertyDescription("The last entry of its audit chain")
        AuditHead auditHead) {
    /** The end of a chain. */
    public record AuditHead(
            @JsonPropertyDescription("The number of the last entry")
            long seq,

            @JsonPropertyDescription("Its SHA-256, in hexadecimal")
            String hash) {}
}
