// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.models;

import dev.stagedoor.access.KeyHash;
import dev.stagedoor.access.TokenDirectory;
import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.TenantId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table {@code model_leases}, and the directory functions on it. */
final class ModelLeaseStore {
    private ModelLeaseStore() {}

    /** A row of it, without the hash. */
    private record StoredLease(
            String leaseId,
            String agent,
            String model,
            String profileId,
            String userId,
            String madeBy,
            boolean byOperator,
            String dispatchId,
            Instant createdAt,
            Instant expiresAt,
            @Nullable Instant revokedAt) {
        static StoredLease of(ModelLease lease) {
            return new StoredLease(
                    lease.id(),
                    lease.subject().agent(),
                    lease.subject().model(),
                    lease.subject().profileId(),
                    lease.subject().userId(),
                    lease.maker().key(),
                    lease.maker().operator(),
                    lease.maker().dispatch(),
                    lease.life().createdAt(),
                    lease.life().expiresAt(),
                    lease.life().revokedAt());
        }

        ModelLease lease() {
            return new ModelLease(
                    leaseId,
                    new ModelLease.Subject(agent, model, profileId, userId),
                    new ModelLease.Maker(madeBy, byOperator, dispatchId),
                    new ModelLease.Life(createdAt, expiresAt, revokedAt));
        }
    }

    static Map<KeyHash, TokenDirectory.Owner> owners(Handle directory, List<KeyHash> hashes) {
        Map<KeyHash, TokenDirectory.Owner> owners = new HashMap<>();
        directory
                .createQuery("SELECT hash, tenant_id, lease_id FROM directory_model_leases(:hashes)")
                .bind("hashes", hashes.stream().map(KeyHash::bytes).toArray(byte[][]::new))
                .map((rs, ctx) -> Map.entry(
                        KeyHash.read(rs.getBytes("hash")),
                        new TokenDirectory.Owner(new TenantId(rs.getString("tenant_id")), rs.getString("lease_id"))))
                .forEach(each -> owners.put(each.getKey(), each.getValue()));
        return owners;
    }

    static Map<LeaseDirectory.OfTenant, Boolean> live(Handle directory, List<LeaseDirectory.OfTenant> asked) {
        Map<LeaseDirectory.OfTenant, Boolean> live = new HashMap<>();
        directory
                .createQuery("SELECT tenant_id, dispatch_id FROM directory_live_dispatches(:tenants, :dispatches)")
                .bind(
                        "tenants",
                        asked.stream().map(each -> each.tenant().value()).toArray(String[]::new))
                .bind(
                        "dispatches",
                        asked.stream().map(LeaseDirectory.OfTenant::dispatch).toArray(String[]::new))
                .map((rs, ctx) -> new LeaseDirectory.OfTenant(
                        new TenantId(rs.getString("tenant_id")), rs.getString("dispatch_id")))
                .forEach(each -> live.put(each, true));
        return live;
    }

    static Optional<ModelLease> find(Tx tx, String id) {
        return tx.query("SELECT * FROM model_leases WHERE tenant_id = :tenant AND lease_id = :id")
                .bind("id", id)
                .mapTo(StoredLease.class)
                .findOne()
                .map(StoredLease::lease);
    }

    static void insert(Tx tx, ModelLease lease, KeyHash hash) {
        tx.update("""
                INSERT INTO model_leases (tenant_id, lease_id, hash, agent, model, profile_id, user_id, made_by,
                                          by_operator, dispatch_id, created_at, expires_at)
                VALUES (:tenant, :leaseId, :hash, :agent, :model, :profileId, :userId, :madeBy,
                        :byOperator, :dispatchId, :createdAt, :expiresAt)
                """, StoredLease.of(lease)).bind("hash", hash.bytes()).execute();
    }

    static boolean revoke(Tx tx, String id, Instant now) {
        return tx.update("""
                        UPDATE model_leases SET revoked_at = coalesce(revoked_at, :now)
                         WHERE tenant_id = :tenant AND lease_id = :id
                        """).bind("id", id).bind("now", now).execute() == 1;
    }

    /** Forgets leases that ended before that time. */
    static void forget(Tx tx, Instant before) {
        tx.update("DELETE FROM model_leases WHERE tenant_id = :tenant AND expires_at < :before")
                .bind("before", before)
                .execute();
    }

    static void deleteAll(Tx tx) {
        tx.update("DELETE FROM model_leases WHERE tenant_id = :tenant").execute();
        tx.update("DELETE FROM model_usage WHERE tenant_id = :tenant").execute();
    }
}
