// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.vault;

import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.db.Database;
import dev.stagedoor.db.Tx;
import dev.stagedoor.events.Event;
import dev.stagedoor.events.EventType;
import dev.stagedoor.events.Events;
import dev.stagedoor.jobs.TenantPages;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Ids;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.keys.DataKeys;
import dev.stagedoor.vault.claims.Claims;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Cleans up credentials, and reminds of those that expire: fails pending ones whose put was interrupted, retires superseded and revoked ones
 * once they are drained, and revokes those of a deleted tenant.
 */
public final class VaultJobs {
    private static final int TENANTS_AT_ONCE = 100;
    static final Duration LOOK_AGAIN = Duration.ofMinutes(10);

    private final Database database;
    private final Ledger ledger;
    private final DataKeys dataKeys;
    private final CredentialStore store;
    private final Kinds kinds;
    private final Clock clock;
    private final Duration old;
    private final DeletedTenant deleted;
    private final Endings endings;
    private final Endings endingsOfDeleted;

    VaultJobs(
            Database database,
            Ledger ledger,
            DataKeys dataKeys,
            CredentialStore store,
            Kinds kinds,
            Clock clock,
            Duration old) {
        this.database = database;
        this.ledger = ledger;
        this.dataKeys = dataKeys;
        this.store = store;
        this.kinds = kinds;
        this.clock = clock;
        this.old = old;
        this.endings = Endings.of(store, kinds);
        this.endingsOfDeleted = Endings.ofDeleted(store, kinds);
        this.deleted = new DeletedTenant(store, endingsOfDeleted);
    }

    /**
     * Sweeps once what is due; safe on any number of nodes. A tenant that cannot be swept now delays no other
     * (I7). Returns how many tenants had something due.
     */
    public int sweep() {
        Instant now = clock.instant();
        Principal job = new Principal.SystemJob("vault", Ids.next("job", now));
        return TenantPages.each("sweep the credentials", after -> due(now, after), tenant -> sweep(job, tenant));
    }

    /** Sends the reminders that are due, once whatever number of nodes is at it. */
    public void remind() {
        Instant now = clock.instant();
        Principal job = new Principal.SystemJob("vault", Ids.next("job", now));
        TenantPages.each(
                "remind of the end of credentials",
                after -> toRemind(now, after),
                tenant -> ledger.storeInOrder(job, tenant, this::remind));
        TenantPages.each(
                "remind of the age of credentials",
                after -> withOld(now, after),
                tenant -> ledger.storeInOrder(job, tenant, this::tellAge));
    }

    private List<TenantId> toRemind(Instant now, String after) {
        return database.poll(handle -> CredentialStore.tenantsToRemind(handle, now, after, TENANTS_AT_ONCE));
    }

    private List<TenantId> withOld(Instant now, String after) {
        return database.poll(handle -> CredentialStore.tenantsWithOld(handle, now.minus(old), after, TENANTS_AT_ONCE));
    }

    /** Of two reminders that were missed, once. Nothing else follows: what its provider still accepts is still used. */
    private int remind(Tx tx) {
        Instant now = clock.instant();
        List<Credential> due = store.toRemind(tx, now);
        for (Credential row : due) {
            Instant expiresAt = row.times().expiresAt();
            store.remind(tx, row, Credential.Times.reminder(expiresAt, now));
            if (expiresAt != null) {
                // Not by name, which may be a phone number.
                Map<String, Object> data = Map.of(
                        "credential_id", row.id(),
                        "kind", row.ref().kind(),
                        "version", row.version(),
                        "expires_at", expiresAt.toString());
                Events.raise(tx, now, Event.of(EventType.CREDENTIAL_EXPIRING, null, data));
            }
        }
        return due.size();
    }

    /** Once when it has become old, and again each time that it has become as old once more. */
    private int tellAge(Tx tx) {
        Instant now = clock.instant();
        List<Credential> due = store.tellAge(tx, now.minus(old), now);
        for (Credential row : due) {
            Map<String, Object> data = Map.of(
                    "credential_id", row.id(),
                    "kind", row.ref().kind(),
                    "version", row.version(),
                    "created_at", row.times().createdAt().toString());
            Events.raise(tx, now, Event.of(EventType.CREDENTIAL_AGING, null, data));
        }
        return due.size();
    }

    private List<TenantId> due(Instant now, String after) {
        return database.poll(handle -> CredentialStore.tenantsDue(handle, now, after, TENANTS_AT_ONCE));
    }

    private void sweep(Principal job, TenantId tenant) {
        boolean anything = ledger.store(job, tenant, tx -> postpone(tx, clock.instant()));
        if (anything) {
            ledger.changing(job, tenant, change -> sweep(job, change));
        }
    }

    /** Postpones what is still used; returns whether anything else is to be done. */
    private boolean postpone(Tx tx, Instant now) {
        if (!dataKeys.exists(tx) && store.unretired(tx).stream().anyMatch(DeletedTenant::isNotRevoked)) {
            return true;
        }
        boolean anything = false;
        for (Credential row : store.due(tx, now)) {
            if (isUsed(tx, row)) {
                store.postpone(tx, row, now.plus(LOOK_AGAIN));
            } else {
                anything = true;
            }
        }
        return anything;
    }

    private boolean isUsed(Tx tx, Credential row) {
        return row.state() == CredentialState.SUPERSEDED && kinds.of(row).isUsed(tx, row);
    }

    private void sweep(Principal job, ChangeTx change) {
        Tx tx = change.tx();
        Map<String, List<Long>> done = new TreeMap<>();
        boolean exists = dataKeys.exists(tx);
        if (!exists) {
            deleted.revoke(change).forEach(row -> note(done, "revoked", row));
        }
        for (Credential row : store.due(tx, change.now())) {
            if (row.state() == CredentialState.PENDING) {
                store.retire(tx, row, CredentialState.FAILED, change.now());
                note(done, "failed", row);
            } else if (drainsOn(tx, row, change.now())) {
                note(done, "draining", row);
            } else if (!isUsed(tx, row)) {
                (exists ? endings : endingsOfDeleted).retire(change, row, row.state());
                note(done, "retired", row);
            }
        }
        Claims.release(tx);
        if (done.containsKey("retired") || done.containsKey("revoked")) {
            change.raiseEpoch();
        }
        change.append(
                Draft.of(job, change.now(), "credential.sweep", tx.tenant().value(), Json.text(done)));
    }

    /** When the last call on a version has ended, the tokens that it was given until then still last a while. */
    private boolean drainsOn(Tx tx, Credential row, Instant now) {
        if (row.state() != CredentialState.SUPERSEDED || isUsed(tx, row) || store.isDraining(tx, row)) {
            return false;
        }
        Instant until = endings.drained(tx, row, now);
        if (!until.isAfter(now)) {
            return false;
        }
        store.drains(tx, row, until);
        return true;
    }

    private static void note(Map<String, List<Long>> done, String what, Credential row) {
        done.computeIfAbsent(what, key -> new ArrayList<>()).add(row.version());
    }
}
