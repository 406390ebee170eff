// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.dial;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.stagedoor.api.prices.Unpriced;
import dev.stagedoor.api.telephony.DialSettings;
import dev.stagedoor.api.telephony.NumberType;
import dev.stagedoor.db.Tx;
import dev.stagedoor.json.StoredJson;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table {@code dial_settings}. */
final class DialSettingsStore {
    private DialSettingsStore() {}

    /** What a tenant has set, as it is stored. */
    private record StoredSettings(
            @JsonProperty("countries") @Nullable List<String> countries,
            @JsonProperty("types") @Nullable List<NumberType> types,
            @JsonProperty("concurrent") @Nullable Integer concurrent,
            @JsonProperty("hour") @Nullable Integer perHour,
            @JsonProperty("day") @Nullable Integer perDay,
            @JsonProperty("destination") @Nullable Integer perDestination,
            @JsonProperty("prefix") @Nullable Integer perPrefix,
            @JsonProperty("longest") @Nullable Integer longest,
            @JsonProperty("spend_day") @Nullable Double spendPerDay,
            @JsonProperty("spend_month") @Nullable Double spendPerMonth,
            @JsonProperty("spend_call") @Nullable Double spendPerCall,
            @JsonProperty("unpriced") @Nullable Unpriced unpriced) {
        static StoredSettings of(DialSettings given) {
            return new StoredSettings(
                    given.countries(),
                    given.allowedTypes(),
                    given.concurrentCalls(),
                    given.callsPerHour(),
                    given.callsPerDay(),
                    given.callsPerDestinationPerHour(),
                    given.callsPerPrefixPerHour(),
                    given.maxDuration(),
                    given.spendPerDay(),
                    given.spendPerMonth(),
                    given.spendPerCall(),
                    given.unpriced());
        }

        Permitted permitted() {
            return Permitted.of(new DialSettings(
                    countries,
                    types,
                    concurrent,
                    perHour,
                    perDay,
                    perDestination,
                    perPrefix,
                    longest,
                    spendPerDay,
                    spendPerMonth,
                    spendPerCall,
                    unpriced));
        }
    }

    /** What the tenant has set; the defaults if that is nothing. */
    static Permitted find(Tx tx) {
        return tx.query("SELECT settings FROM dial_settings WHERE tenant_id = :tenant")
                .mapTo(String.class)
                .findOne()
                .map(text -> StoredJson.read(text, StoredSettings.class).permitted())
                .orElse(Permitted.USUAL);
    }

    static void put(Tx tx, Permitted permitted, Instant now) {
        tx.update("""
                INSERT INTO dial_settings (tenant_id, settings, updated_at) VALUES (:tenant, :settings, :now)
                ON CONFLICT (tenant_id) DO UPDATE SET settings = excluded.settings, updated_at = excluded.updated_at
                """)
                .bind("settings", StoredJson.text(StoredSettings.of(permitted.view())))
                .bind("now", now)
                .execute();
    }

    static void deleteAll(Tx tx) {
        tx.update("DELETE FROM dial_settings WHERE tenant_id = :tenant").execute();
    }
}
