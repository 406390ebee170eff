// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tenants;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.stagedoor.json.StoredJson;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The detail of the audit entry of a deletion, of which the receipt is made. */
record StoredDeletion(
        @JsonProperty("slug") String slug,
        @JsonProperty("data_key_destroyed") boolean dataKeyDestroyed,
        @JsonProperty("backups_hold_key_until") @Nullable Instant backupsHoldKeyUntil,
        @JsonProperty("evictions_ended") int evictionsEnded) {
    static StoredDeletion read(String detail) {
        return StoredJson.read(detail, StoredDeletion.class);
    }

    String text() {
        return StoredJson.text(this);
    }
}
