// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.accounts;

import dev.stagedoor.crypto.Binding;
import dev.stagedoor.crypto.DataKey;
import dev.stagedoor.db.Tx;
import java.time.Instant;
import java.util.List;

/** The table {@code account_secrets}. */
final class AccountSecretStore {
    private AccountSecretStore() {}

    /** The oldest first. */
    static List<AccountSecret> all(Tx tx, DataKey key) {
        return tx.query("SELECT version, sealed FROM account_secrets WHERE tenant_id = :tenant ORDER BY version")
                .map((rs, ctx) -> new AccountSecret(
                        rs.getInt("version"), key.open(rs.getBytes("sealed"), binding(tx, rs.getInt("version")))))
                .list();
    }

    static void insert(Tx tx, DataKey key, AccountSecret secret, Instant now) {
        tx.update("""
                        INSERT INTO account_secrets (tenant_id, version, sealed, created_at)
                        VALUES (:tenant, :version, :sealed, :now)
                        """)
                .bind("version", secret.version())
                .bind("sealed", key.seal(secret.secret(), binding(tx, secret.version())))
                .bind("now", now)
                .execute();
    }

    private static Binding binding(Tx tx, int version) {
        return new Binding(tx.tenant(), "account_secrets", version);
    }

    static void eraseAll(Tx tx) {
        tx.update("DELETE FROM account_secrets WHERE tenant_id = :tenant").execute();
    }
}
