package dev.stagedoor.evictions;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.stagedoor.audit.Entry;
import dev.stagedoor.json.StoredJson;
import dev.stagedoor.json.UnreadableStored;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an eviction needs to know of the audit detail of a granted token. */
record StoredGrant(@JsonProperty("room") @Nullable String room) {
    private static final Logger LOG = LoggerFactory.getLogger(StoredGrant.class);

    /** The room that the entry's token admits to; empty if its detail is of a form that this version does not know. */
    static Optional<String> roomOf(Entry entry) {
        return UnreadableStored.orSkip(
                        LOG,
                        entry.draft().entryId(),
                        () -> StoredJson.read(entry.draft().detail(), StoredGrant.class))
                .map(StoredGrant::room);
    }
}
