// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.reminders;

import dev.stagedoor.access.ApiKeys;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.db.Database;
import dev.stagedoor.db.Tx;
import dev.stagedoor.events.Event;
import dev.stagedoor.events.EventType;
import dev.stagedoor.events.Events;
import dev.stagedoor.jobs.TenantPages;
import dev.stagedoor.kernel.Ids;
import dev.stagedoor.kernel.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sends the reminders of API keys that are due, once whatever number of nodes is at it. */
final class KeyReminders {
    private static final int TENANTS_AT_ONCE = 100;

    private final Database database;
    private final Ledger ledger;
    private final Clock clock;
    private final Duration age;

    KeyReminders(Database database, Ledger ledger, Clock clock, Duration age) {
        this.database = database;
        this.ledger = ledger;
        this.clock = clock;
        this.age = age;
    }

    void remind() {
        Instant now = clock.instant();
        ApiKeys.Times times = new ApiKeys.Times(now, now.minus(age));
        Principal job = new Principal.SystemJob("reminders", Ids.next("job", now));
        TenantPages.each(
                "remind of the keys",
                after -> database.poll(handle -> ApiKeys.tenantsToRemind(handle, times, after, TENANTS_AT_ONCE)),
                tenant -> ledger.storeInOrder(job, tenant, tx -> remind(tx, times)));
    }

    private static int remind(Tx tx, ApiKeys.Times times) {
        List<ApiKeys.Aged> expiring = ApiKeys.takeExpiring(tx, times);
        List<ApiKeys.Aged> old = ApiKeys.takeOld(tx, times);
        expiring.forEach(key -> tell(tx, EventType.KEY_EXPIRING, key, times.now()));
        old.forEach(key -> tell(tx, EventType.KEY_AGING, key, times.now()));
        return expiring.size() + old.size();
    }

    private static void tell(Tx tx, EventType type, ApiKeys.Aged key, Instant now) {
        // Not by name, which people wrote.
        Map<String, Object> data = new TreeMap<>();
        data.put("key_id", key.keyId().value());
        data.put("created_at", key.createdAt().toString());
        Instant expiresAt = key.expiresAt();
        if (expiresAt != null) {
            data.put("expires_at", expiresAt.toString());
        }
        Events.raise(tx, now, Event.of(type, null, data));
    }
}
