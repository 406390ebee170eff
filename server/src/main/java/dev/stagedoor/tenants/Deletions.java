// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tenants;

import dev.stagedoor.api.tenants.TenantStatus;
import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.Draft;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.db.LedgerRow;
import dev.stagedoor.db.Tx;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.keys.DataKeys;
import java.time.Instant;
import java.util.Map;

/**
 * Deletes tenants. The same commit records the deletion and destroys the data key, and with it everything the key
 * sealed; the ledger row and the slug stay as tombstones. Both chains, the tenant's and the platform's, have an entry.
 *
 * <p>Without the credential nobody can be removed from the tenant's rooms any more, so evictions in progress end. The
 * receipt has their number and the expiry of the last token. To empty the rooms first, suspend the tenant and wait.
 */
public final class Deletions {
    private final Ledger ledger;
    private final DataKeys dataKeys;
    private final RoomAccess rooms;
    private final TenantsConfig config;

    Deletions(Ledger ledger, DataKeys dataKeys, RoomAccess rooms, TenantsConfig config) {
        this.ledger = ledger;
        this.dataKeys = dataKeys;
        this.rooms = rooms;
        this.config = config;
    }

    /** The receipt of a deletion. */
    public record Receipt(
            Tenant tenant,
            Instant deletedAt,
            boolean dataKeyDestroyed,
            Instant backupsHoldKeyUntil,
            Instant lastTokenEndsAt,
            int evictionsEnded,
            Head head) {
        private Receipt with(Head newest) {
            return new Receipt(
                    tenant, deletedAt, dataKeyDestroyed, backupsHoldKeyUntil, lastTokenEndsAt, evictionsEnded, newest);
        }
    }

    /** The last entry of a chain, its hash in hexadecimal. */
    public record Head(long seq, String hash) {
        private static final Head NONE = new Head(0, "");
    }

    /** Deletes the tenant; once this returns it is {@code not_found} everywhere. For operators. */
    public Receipt delete(Principal by, TenantId tenant) {
        Operators.only(by);
        Receipt receipt = ledger.changeOfPlatform(
                by,
                tenant,
                platform -> platform.append(Draft.of(by, platform.now(), "tenant.delete", tenant.value(), "{}")),
                change -> end(by, change));
        LedgerRow head = ledger.read(by.settled(), tenant, Tx::row);
        return receipt.with(new Head(head.seq(), head.hash().toString()));
    }

    private Receipt end(Principal by, ChangeTx change) {
        Tx tx = change.tx();
        Tenant tenant = Tenants.living(tx);
        dataKeys.destroy(tx);
        TenantStore.setStatus(tx, TenantStatus.DELETED, change.now());
        AppUserStore.deleteAll(tx);
        int evictions = rooms.forget(change);
        Instant backups = change.now().plus(config.backupRetention());
        change.raiseEpoch();
        change.append(Draft.of(
                by,
                change.now(),
                "tenant.delete",
                tenant.id().value(),
                Json.text(
                        Map.of("slug", tenant.slug(), "data_key_destroyed", true, "backups_hold_key_until", backups))));
        boolean gone = dataKeys.find(tx).isEmpty();
        return new Receipt(tenant, change.now(), gone, backups, tx.row().lastExpiry(), evictions, Head.NONE);
    }
}
