// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tenants;

import dev.stagedoor.api.tenants.TenantStatus;
import dev.stagedoor.audit.AuditTrail;
import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.audit.entry.Entry;
import dev.stagedoor.db.Database;
import dev.stagedoor.db.Tx;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.idempotency.Idempotency;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.keys.DataKeys;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Deletes tenants. The same commit records the deletion, destroys the data key, and with it everything the key sealed,
 * and erases everything personal ({@link Erasure}); the ledger row, the chain, which is the evidence, and the slug stay.
 * Both chains, the tenant's and the platform's, have an entry, and operators can read the receipt again, which is the
 * tenant's entry.
 *
 * <p>Without the credential nobody can be removed from the tenant's rooms any more, so evictions in progress end. The
 * receipt has their number and the expiry of the last token. To empty the rooms first, suspend the tenant and wait.
 */
public final class Deletions {
    private static final String ACTION = "tenant.delete";

    private final Ledger ledger;
    private final Database database;
    private final DataKeys dataKeys;
    private final RoomAccess rooms;
    private final List<Erasure> erasures;
    private final TenantsConfig config;

    Deletions(Foundation on, RoomAccess rooms, List<Erasure> erasures, TenantsConfig config) {
        this.ledger = on.ledger();
        this.database = on.database();
        this.dataKeys = on.dataKeys();
        this.rooms = rooms;
        this.erasures = List.copyOf(erasures);
        this.config = config;
    }

    /** A deleted tenant. */
    public record Deleted(TenantId tenantId, String slug, Instant deletedAt) {}

    /** The receipt of a deletion. */
    public record Receipt(
            Deleted tenant,
            boolean dataKeyDestroyed,
            Instant backupsHoldKeyUntil,
            Instant lastTokenEndsAt,
            int evictionsEnded,
            Head head) {}

    /** The entry of the deletion in the tenant's chain, its hash in hexadecimal. */
    public record Head(long seq, String hash) {}

    /** Deletes the tenant; once this returns it is {@code not_found} everywhere. For operators. */
    public Receipt delete(Principal by, TenantId tenant) {
        Operators.only(by);
        ledger.changeOfPlatform(
                by,
                tenant,
                platform -> platform.append(Draft.of(by, platform.now(), ACTION, tenant.value(), "{}")),
                change -> end(by, change));
        return ledger.read(by.settled(), tenant, this::receipt);
    }

    private boolean end(Principal by, ChangeTx change) {
        Tx tx = change.tx();
        Tenant tenant = Tenants.living(tx);
        dataKeys.destroy(tx);
        TenantStore.setStatus(tx, TenantStatus.DELETED, change.now());
        TenantStore.eraseName(tx);
        AppUserStore.deleteAll(tx);
        Idempotency.forget(tx);
        erasures.forEach(erasure -> erasure.erase(change));
        int evictions = rooms.forget(change);
        Instant backups = change.now().plus(config.backupRetention());
        change.raiseEpoch();
        change.append(Draft.of(
                by,
                change.now(),
                ACTION,
                tenant.id().value(),
                new StoredDeletion(tenant.slug(), true, backups, evictions).text()));
        return true;
    }

    /** The receipt of a deletion, by the tenant's slug or id; {@code not_found} if it was not deleted. For operators. */
    public Receipt receipt(Principal by, String slugOrId) {
        Operators.only(by);
        TenantId tenant = database.directory(handle -> TenantStore.resolveDeleted(handle, slugOrId))
                .orElseThrow(Deletions::unknown);
        return ledger.read(by, tenant, this::receipt);
    }

    private Receipt receipt(Tx tx) {
        Instant deletedAt = TenantStore.deletedAt(tx).orElseThrow(Deletions::unknown);
        Entry entry = AuditTrail.newest(tx, 0, ACTION, tx.tenant().value(), 1).stream()
                .findFirst()
                .orElseThrow(() -> Problem.of(
                        ErrorCode.NOT_FOUND, "The receipt is the tenant's last audit entry, which is in the archive."));
        StoredDeletion detail = StoredDeletion.read(entry.draft().detail());
        return new Receipt(
                new Deleted(tx.tenant(), detail.slug(), deletedAt),
                !dataKeys.exists(tx),
                Objects.requireNonNullElse(detail.backupsHoldKeyUntil(), deletedAt),
                tx.row().lastExpiry(),
                detail.evictionsEnded(),
                new Head(entry.seq(), entry.hash().toString()));
    }

    /** The deleted tenants, oldest first; the cursor is the last one's id. For operators. */
    public Page<Deleted> list(Principal by, Page.Request page) {
        Operators.only(by);
        // This read proves the operator's key, so the directory is never asked for a revoked one.
        ledger.read(by, TenantId.PLATFORM, Tx::epoch);
        return database.directory(handle -> TenantStore.deleted(handle, page));
    }

    private static Problem unknown() {
        return Problem.notFound("deleted tenant");
    }
}
