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

    /** Stores the same key in another wrapping, unless it was destroyed or wrapped anew meanwhile; returns whether it did. */
    static boolean replace(Tx tx, WrappedKey old, WrappedKey next) {
        return tx.update("""
                        UPDATE tenant_data_keys SET wrapped = :next, kek_id = :kek
                         WHERE tenant_id = :tenant AND destroyed_at IS NULL AND wrapped = :old
                        """)
                        .bind("next", next.bytes())
                        .bind("kek", next.masterKeyId())
                        .bind("old", old.bytes())
                        .execute()
                == 1;
    }

    /** Whether nothing may be wrapped by that master key any more. */
    static boolean isRetired(Tx tx, String masterKeyId) {
        return tx.query("SELECT master_key_is_retired(:kek) WHERE current_tenant() = :tenant")
                .bind("kek", masterKeyId)
                .mapTo(Boolean.class)
                .one();
    }

    /** Deletes the key but not its row, so that no second one is ever made; returns whether there was a key. */
    static boolean destroy(Tx tx, Instant now) {
        return tx.update("""
                        UPDATE tenant_data_keys SET wrapped = NULL, destroyed_at = :now
                         WHERE tenant_id = :tenant AND destroyed_at IS NULL
                        """).bind("now", now).execute() == 1;
    }
}
