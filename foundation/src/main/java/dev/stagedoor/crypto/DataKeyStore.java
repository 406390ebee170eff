package dev.stagedoor.crypto;

import dev.stagedoor.db.Tx;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/** The SQL of data keys. */
final class DataKeyStore {
    private DataKeyStore() {}

    /** A data key as it is kept: hexadecimal, so that two are equal by value, under the master key of that id. */
    record Wrapped(String hex, String masterKeyId) {
        static Wrapped of(byte[] bytes, String masterKeyId) {
            return new Wrapped(HexFormat.of().formatHex(bytes), masterKeyId);
        }

        byte[] bytes() {
            return HexFormat.of().parseHex(hex);
        }
    }

    /** Keeps the key unless the tenant has, or ever had, one; returns whether it did. */
    static boolean insert(Tx tx, Wrapped wrapped, Instant now) {
        return tx.handle()
                        .createUpdate("""
                            INSERT INTO tenant_data_keys (tenant_id, wrapped, kek_id, created_at)
                            VALUES (:tenant, :wrapped, :kek, :now)
                            ON CONFLICT DO NOTHING
                            """)
                        .bind("tenant", tx.tenant().value())
                        .bind("wrapped", wrapped.bytes())
                        .bind("kek", wrapped.masterKeyId())
                        .bind("now", now)
                        .execute()
                == 1;
    }

    /** The tenant's key; empty if it has none or it was destroyed. */
    static Optional<Wrapped> find(Tx tx) {
        return tx.handle()
                .createQuery("""
                    SELECT wrapped, kek_id FROM tenant_data_keys
                     WHERE tenant_id = :tenant AND destroyed_at IS NULL
                    """)
                .bind("tenant", tx.tenant().value())
                .map((rs, ctx) -> Wrapped.of(rs.getBytes("wrapped"), rs.getString("kek_id")))
                .findOne();
    }

    /** Forgets the key and remembers that there was one; returns whether there was. */
    static boolean destroy(Tx tx, Instant now) {
        return tx.handle()
                        .createUpdate("""
                            UPDATE tenant_data_keys SET wrapped = NULL, destroyed_at = :now
                             WHERE tenant_id = :tenant AND destroyed_at IS NULL
                            """)
                        .bind("tenant", tx.tenant().value())
                        .bind("now", now)
                        .execute()
                == 1;
    }
}
