// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.keys;

import dev.stagedoor.crypto.WrappedKey;
import dev.stagedoor.db.Tx;
import java.time.Instant;
import java.util.Optional;

/** The SQL of data keys. */
final class DataKeyStore {
    private DataKeyStore() {}

    /** Stores the key unless the tenant has, or ever had, one; returns whether it did. */
    static boolean insert(Tx tx, WrappedKey key, Instant now) {
        return tx.update("""
                        INSERT INTO tenant_data_keys (tenant_id, wrapped, kek_id, created_at)
                        VALUES (:tenant, :wrapped, :kek, :now)
                        ON CONFLICT DO NOTHING
                        """)
                        .bind("wrapped", key.bytes())
                        .bind("kek", key.masterKeyId())
                        .bind("now", now)
                        .execute()
                == 1;
    }

    /** The tenant's key; empty if there is none or it was destroyed. */
    static Optional<WrappedKey> find(Tx tx) {
        return tx.query("""
                        SELECT wrapped, kek_id FROM tenant_data_keys
                         WHERE tenant_id = :tenant AND destroyed_at IS NULL
                        """)
                .map((rs, ctx) -> WrappedKey.of(rs.getBytes("wrapped"), rs.getString("kek_id")))
                .findOne();
    }

    /** Deletes the key but not its row, so that no second one is ever made; returns whether there was a key. */
    static boolean destroy(Tx tx, Instant now) {
        return tx.update("""
                        UPDATE tenant_data_keys SET wrapped = NULL, destroyed_at = :now
                         WHERE tenant_id = :tenant AND destroyed_at IS NULL
                        """).bind("now", now).execute() == 1;
    }
}
