package dev.stagedoor.api.tenants;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The evidence of a deletion. */
public record DeletionReceipt(
        @JsonPropertyDescription("ten_…") String tenant,

        @JsonPropertyDescription("Its slug, which is never given again")
        String slug,

        @JsonPropertyDescription("When it was deleted") Instant deletedAt,

        @JsonPropertyDescription("That no data key of the tenant is left: what it sealed cannot be opened again")
        boolean dataKeyDestroyed,

        @JsonPropertyDescription("Until when backups of the database can hold the wrapped data key")
        Instant backupsHoldWrappedKeyUntil,

        @JsonPropertyDescription("When the last token granted to it ends, if any was; LiveKit admits by it until then")
        @Nullable
        Instant lastTokenEndsAt,

        @JsonPropertyDescription("Removals that were under way and ended here: without its credential none can be made")
        int evictionsEnded,

        @JsonPropertyDescription("The last entry of its audit chain")
        AuditHead auditHead) {
    /** Where a chain ends. */
    public record AuditHead(
            @JsonPropertyDescription("The number of the last entry")
            long seq,

            @JsonPropertyDescription("Its SHA-256, in hexadecimal")
            String hash) {}
}
