// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.rewrap;

import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.TenantId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The SQL of master keys, in transactions of the platform: which wraps whose data key, and which is retired. */
final class RewrapStore {
    private RewrapStore() {}

    /** A tenant's data key and the master key that wraps it. */
    record Wrapped(TenantId tenant, String masterKey) {}

    /** How many data keys each master key wraps. */
    static Map<String, Long> byMasterKey(Tx platform) {
        Map<String, Long> counts = new LinkedHashMap<>();
        platform.query("SELECT kek_id, data_keys FROM data_keys_by_master_key() WHERE current_tenant() = :tenant")
                .map((rs, ctx) -> Map.entry(rs.getString("kek_id"), rs.getLong("data_keys")))
                .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
        return counts;
    }

    /** Those after that tenant that another master key wraps, in the order of their ids. */
    static List<Wrapped> notUnder(Tx platform, String masterKey, String after, int limit) {
        return platform.query("""
                        SELECT tenant_id, kek_id FROM data_keys_not_under(:kek, :after, :limit)
                         WHERE current_tenant() = :tenant
                        """)
                .bind("kek", masterKey)
                .bind("after", after)
                .bind("limit", limit)
                .map((rs, ctx) -> new Wrapped(new TenantId(rs.getString("tenant_id")), rs.getString("kek_id")))
                .list();
    }

    /** Retires all master keys but that one, unless others still wrap something; returns how many data keys that are. */
    static long retireOthers(Tx platform, String masterKey, List<String> others, Instant now) {
        return platform.query("SELECT retire_master_keys(:kek, :others, :now) WHERE current_tenant() = :tenant")
                .bind("kek", masterKey)
                .bindArray("others", String.class, others.toArray())
                .bind("now", now)
                .mapTo(Long.class)
                .one();
    }

    /** The retired ones, by their ids. */
    static List<String> retired(Tx platform) {
        return platform.query("SELECT kek_id FROM retired_master_keys WHERE tenant_id = :tenant ORDER BY kek_id")
                .mapTo(String.class)
                .list();
    }
}
