// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.events;

import dev.stagedoor.crypto.Binding;
import dev.stagedoor.crypto.DataKey;
import dev.stagedoor.db.Tx;
import dev.stagedoor.jobs.DueTable;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Secret;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code webhook_endpoints}, as tenants see it. */
final class EndpointStore {
    /** How many pending deliveries are counted. */
    static final int COUNTED = 1000;

    /** Where the job finds endpoints with something to send. */
    static final DueTable DUE = new DueTable(
            "webhook_endpoints",
            "endpoint_id",
            "GREATEST(wanted_at, held_until)",
            "wanted_at IS NOT NULL AND disabled_at IS NULL");

    private static final String ONE = " WHERE tenant_id = :tenant AND endpoint_id = :id";

    private static final String SHOWN = """
        SELECT endpoint_id, url, description, types, disabled_for, disabled_at, failing_since, secret_version,
               before_until, created_at, updated_at,
               (SELECT count(*) FROM (
                       SELECT 1 FROM webhook_deliveries d
                        WHERE d.tenant_id = e.tenant_id AND d.endpoint_id = e.endpoint_id AND d.next_at IS NOT NULL
                        LIMIT :counted) open) AS pending
          FROM webhook_endpoints e
        """;

    private EndpointStore() {}

    private record StoredEndpoint(
            String endpointId,
            String url,
            String description,
            List<String> types,
            @Nullable String disabledFor,
            @Nullable Instant disabledAt,
            @Nullable Instant failingSince,
            long secretVersion,
            @Nullable Instant beforeUntil,
            Instant createdAt,
            Instant updatedAt,
            long pending) {
        Endpoint endpoint() {
            return new Endpoint(
                    endpointId,
                    new Endpoint.Target(url, description),
                    types,
                    new Endpoint.Health(
                            disabledFor == null || disabledAt == null
                                    ? null
                                    : new Endpoint.Disabled(disabledFor, disabledAt),
                            failingSince),
                    new Endpoint.Secrets(secretVersion, beforeUntil),
                    new Endpoint.Times(createdAt, updatedAt),
                    pending);
        }
    }

    static Optional<Endpoint> find(Tx tx, String id) {
        return tx.query(SHOWN + ONE)
                .bind("id", id)
                .bind("counted", COUNTED)
                .mapTo(StoredEndpoint.class)
                .findOne()
                .map(StoredEndpoint::endpoint);
    }

    static Page<Endpoint> page(Tx tx, Page.Request page) {
        List<Endpoint> rows = tx.query(
                        SHOWN + " WHERE tenant_id = :tenant AND endpoint_id > :after ORDER BY endpoint_id LIMIT :rows")
                .bind("counted", COUNTED)
                .bind("after", page.after() == null ? "" : page.after())
                .bind("rows", page.limit() + 1)
                .mapTo(StoredEndpoint.class)
                .map(StoredEndpoint::endpoint)
                .list();
        return Page.of(rows, page.limit(), Endpoint::id);
    }

    static int count(Tx tx) {
        return tx.query("SELECT count(*) FROM webhook_endpoints WHERE tenant_id = :tenant")
                .mapTo(Integer.class)
                .one();
    }

    static void insert(Tx tx, Endpoint endpoint, DataKey key, Secret secret) {
        tx.update("""
                INSERT INTO webhook_endpoints (tenant_id, endpoint_id, url, description, types, enabled_at,
                                               secret_version, sealed, failures, held_until, fence, created_at,
                                               updated_at)
                VALUES (:tenant, :id, :url, :description, :types, :now, 1, :sealed, 0, :now, 0, :now, :now)
                """)
                .bind("id", endpoint.id())
                .bind("url", endpoint.target().url())
                .bind("description", endpoint.target().description())
                .bind("types", endpoint.types().toArray(String[]::new))
                .bind("sealed", key.seal(secret, new Binding(tx.tenant(), endpoint.id(), 1)))
                .bind("now", endpoint.times().createdAt())
                .execute();
    }

    static void update(Tx tx, Endpoint endpoint) {
        tx.update(
                        "UPDATE webhook_endpoints SET url = :url, description = :description, types = :types, updated_at = :now"
                                + ONE)
                .bind("id", endpoint.id())
                .bind("url", endpoint.target().url())
                .bind("description", endpoint.target().description())
                .bind("types", endpoint.types().toArray(String[]::new))
                .bind("now", endpoint.times().updatedAt())
                .execute();
    }

    /** The newest two secrets are kept. */
    static void rotate(Tx tx, Endpoint endpoint, DataKey key, Secret secret, Instant beforeUntil) {
        long version = endpoint.secrets().version() + 1;
        tx.update("""
                        UPDATE webhook_endpoints
                           SET secret_version = :version, sealed = :sealed, sealed_before = sealed,
                               before_until = :until
                        """ + ONE)
                .bind("id", endpoint.id())
                .bind("version", version)
                .bind("sealed", key.seal(secret, new Binding(tx.tenant(), endpoint.id(), version)))
                .bind("until", beforeUntil)
                .execute();
    }

    /** The secrets that sign at that time, the newest first. */
    static List<Secret> secrets(Tx tx, String id, DataKey key, Instant now) {
        return tx.query("SELECT secret_version, sealed, sealed_before, before_until FROM webhook_endpoints" + ONE)
                .bind("id", id)
                .map((rs, ctx) -> {
                    long version = rs.getLong("secret_version");
                    List<Secret> secrets = new ArrayList<>();
                    secrets.add(key.open(rs.getBytes("sealed"), new Binding(tx.tenant(), id, version)));
                    OffsetDateTime until = rs.getObject("before_until", OffsetDateTime.class);
                    if (until != null && until.toInstant().isAfter(now)) {
                        Binding before = new Binding(tx.tenant(), id, version - 1);
                        secrets.add(key.open(rs.getBytes("sealed_before"), before));
                    }
                    return secrets;
                })
                .one();
    }

    static void disable(Tx tx, String id, Endpoint.Why why, Instant now) {
        tx.update("UPDATE webhook_endpoints SET disabled_for = :why, disabled_at = :now, wanted_at = NULL" + ONE)
                .bind("id", id)
                .bind("why", why.wire())
                .bind("now", now)
                .execute();
    }

    /** What is still to be sent to it is due at once, and has a day again. */
    static void enable(Tx tx, String id, Instant now) {
        tx.update("""
                        UPDATE webhook_endpoints
                           SET disabled_for = NULL, disabled_at = NULL, enabled_at = :now, failures = 0,
                               failing_since = NULL, wanted_at = :now
                        """ + ONE).bind("id", id).bind("now", now).execute();
        tx.update("""
                        UPDATE webhook_deliveries SET next_at = :now
                         WHERE tenant_id = :tenant AND endpoint_id = :id AND next_at > :now
                        """).bind("id", id).bind("now", now).execute();
    }

    /** Something is due at it from that time on. */
    static void wake(Tx tx, String id, Instant now) {
        tx.update("UPDATE webhook_endpoints SET wanted_at = LEAST(wanted_at, :now)" + ONE + " AND disabled_at IS NULL")
                .bind("id", id)
                .bind("now", now)
                .execute();
    }

    /** Its deliveries, which nobody can see any more, go with age. */
    static boolean delete(Tx tx, String id) {
        return tx.update("DELETE FROM webhook_endpoints" + ONE).bind("id", id).execute() == 1;
    }

    static void deleteAll(Tx tx) {
        tx.update("DELETE FROM webhook_endpoints WHERE tenant_id = :tenant").execute();
    }
}
