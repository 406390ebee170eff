// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evictions;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.stagedoor.audit.entry.Entry;
import dev.stagedoor.json.StoredJson;
import dev.stagedoor.json.UnreadableStored;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The part of a granted token's audit detail that evictions need. */
record StoredGrant(@JsonProperty("room") @Nullable String room) {
    private static final Logger LOG = LoggerFactory.getLogger(StoredGrant.class);

    /** The room of the entry's token; empty if this version cannot read the detail. */
    static Optional<String> roomOf(Entry entry) {
        return UnreadableStored.orSkip(
                        LOG,
                        entry.draft().entryId(),
                        () -> StoredJson.read(entry.draft().detail(), StoredGrant.class))
                .map(StoredGrant::room);
    }
}
