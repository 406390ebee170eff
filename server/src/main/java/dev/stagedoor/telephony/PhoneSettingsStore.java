// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony;

import dev.stagedoor.api.telephony.PhoneSettings;
import dev.stagedoor.db.Tx;
import dev.stagedoor.json.StoredJson;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code phone_settings}. */
final class PhoneSettingsStore {
    private PhoneSettingsStore() {}

    /** The settings, as they are stored. */
    private record StoredSettings(
            @Nullable List<String> blocked,
            @Nullable List<String> allowed,
            @Nullable Boolean withheld,
            @Nullable Integer answerWithin,
            @Nullable Integer callsPerCaller,
            @Nullable Integer callsPerNumber,
            @Nullable Boolean bodyOnly) {
        static StoredSettings of(PhoneSettings given) {
            return new StoredSettings(
                    given.blocked(),
                    given.allowed(),
                    given.withheldCallers(),
                    given.answerWithin(),
                    given.callsPerCaller(),
                    given.callsPerNumber(),
                    given.bodyOnlySignatures());
        }

        PhoneSettings settings() {
            return new PhoneSettings(
                    blocked, allowed, withheld, answerWithin, callsPerCaller, callsPerNumber, bodyOnly);
        }
    }

    static Optional<PhoneSettings> find(Tx tx) {
        return tx.query("SELECT settings FROM phone_settings WHERE tenant_id = :tenant")
                .mapTo(String.class)
                .findOne()
                .map(text -> StoredJson.read(text, StoredSettings.class).settings());
    }

    static void put(Tx tx, PhoneSettings settings, Instant now) {
        tx.update("""
                INSERT INTO phone_settings (tenant_id, settings, updated_at) VALUES (:tenant, :settings, :now)
                ON CONFLICT (tenant_id) DO UPDATE SET settings = excluded.settings, updated_at = excluded.updated_at
                """)
                .bind("settings", StoredJson.text(StoredSettings.of(settings)))
                .bind("now", now)
                .execute();
    }

    static void deleteAll(Tx tx) {
        tx.update("DELETE FROM phone_settings WHERE tenant_id = :tenant").execute();
    }
}
