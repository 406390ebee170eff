// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.audit;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A line of an archive of the audit that is no entry. The file begins with {@code begins}; each tenant's entries, in the chain's
 * order, are followed by their {@code chain}; the file ends with the {@code manifest}. Exactly one is there.
 */
public record ArchiveLine(
        @Nullable Begins begins,
        @Nullable Chain chain,
        @Nullable Manifest manifest) {

    /** What the file is. */
    public record Begins(
            @JsonPropertyDescription("The form of the file: 1.")
            int format,

            @JsonPropertyDescription("The part of the audit that it has: before, or a month like 2026_11.")
            String part,

            @JsonPropertyDescription("Entries of the part are from before this time.")
            Instant until,

            @JsonPropertyDescription("When it was written: archives of one database follow each other by this.")
            Instant archivedAt) {}

    /** What the file has of one tenant's chain. */
    public record Chain(
            @JsonPropertyDescription("The tenant whose chain it is.")
            String tenantId,

            @JsonPropertyDescription("The number of its first entry in the file.")
            long firstSeq,

            @JsonPropertyDescription("The hash of the entry before that, hexadecimal.")
            String prevHash,

            @JsonPropertyDescription("The number of its last entry in the file.")
            long lastSeq,

            @JsonPropertyDescription("The hash of that entry, hexadecimal.")
            String hash) {}

    /** What the file has in all. */
    public record Manifest(
            @JsonPropertyDescription("The number of entries.")
            long entries,

            @JsonPropertyDescription("The number of chains.")
            long chains,

            @JsonPropertyDescription("SHA-256 of all lines before this one, with their ends, hexadecimal.")
            String sha256) {}
}
