// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.vault;

import dev.stagedoor.db.Tx;
import dev.stagedoor.events.Event;
import dev.stagedoor.events.EventType;
import dev.stagedoor.events.Events;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reminds of credentials that end at their provider, as their tenant has said: thirty days before, seven, one, and when it is so
 * far. Nothing else follows from it: what its provider still accepts is still used.
 */
final class Expiry {
    private static final List<Duration> BEFORE =
            List.of(Duration.ofDays(30), Duration.ofDays(7), Duration.ofDays(1), Duration.ZERO);

    private Expiry() {}

    /** The first reminder after that time; null if there is none. */
    static @Nullable Instant next(@Nullable Instant expiresAt, Instant after) {
        if (expiresAt == null) {
            return null;
        }
        return BEFORE.stream()
                .map(expiresAt::minus)
                .filter(at -> at.isAfter(after))
                .findFirst()
                .orElse(null);
    }

    /** Reminds of what is due; of two reminders that were missed, once. */
    static int remind(CredentialStore store, Tx tx, Instant now) {
        List<Credential> due = store.toRemind(tx, now);
        for (Credential row : due) {
            Instant expiresAt = row.times().expiresAt();
            store.remind(tx, row, next(expiresAt, now));
            if (expiresAt != null) {
                Events.raise(tx, now, event(row, expiresAt));
            }
        }
        return due.size();
    }

    private static Event event(Credential row, Instant expiresAt) {
        // Not by name, which may be a phone number.
        Map<String, Object> data = Map.of(
                "credential_id", row.id(),
                "kind", row.ref().kind(),
                "version", row.version(),
                "expires_at", expiresAt.toString());
        return Event.of(EventType.CREDENTIAL_EXPIRING, null, data);
    }
}
