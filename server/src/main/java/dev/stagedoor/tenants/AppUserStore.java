// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tenants;

import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.Page;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The SQL of app users. */
final class AppUserStore {
    private AppUserStore() {}

    /** A row of the table {@code app_users}. */
    private record StoredUser(String userId, boolean revoked, Instant changedAt) {
        AppUser user() {
            return new AppUser(userId, revoked, changedAt);
        }
    }

    /** The user; empty if nothing was ever said of them. */
    static Optional<AppUser> find(Tx tx, String id) {
        return tx.query("SELECT * FROM app_users WHERE tenant_id = :tenant AND user_id = :user")
                .bind("user", id)
                .mapTo(StoredUser.class)
                .findOne()
                .map(StoredUser::user);
    }

    /** Users of whom something was said, by id. */
    static Page<AppUser> page(Tx tx, Page.Request page) {
        List<AppUser> rows = tx.query("""
                        SELECT * FROM app_users WHERE tenant_id = :tenant AND user_id > :after
                         ORDER BY user_id LIMIT :rows
                        """)
                .bind("after", page.after() == null ? "" : page.after())
                .bind("rows", page.limit() + 1)
                .mapTo(StoredUser.class)
                .map(StoredUser::user)
                .list();
        return Page.of(rows, page.limit(), AppUser::id);
    }

    /** The ids of revoked users, {@code most} at most. */
    static Set<String> revoked(Tx tx, int most) {
        return tx.query("SELECT user_id FROM app_users WHERE tenant_id = :tenant AND revoked LIMIT :most")
                .bind("most", most)
                .mapTo(String.class)
                .collect(Collectors.toUnmodifiableSet());
    }

    static void put(Tx tx, AppUser user) {
        tx.update("""
                INSERT INTO app_users (tenant_id, user_id, revoked, changed_at)
                VALUES (:tenant, :user, :revoked, :since)
                ON CONFLICT (tenant_id, user_id) DO UPDATE
                   SET revoked = EXCLUDED.revoked, changed_at = EXCLUDED.changed_at
                """)
                .bind("user", user.id())
                .bind("revoked", user.revoked())
                .bind("since", user.since())
                .execute();
    }

    static void deleteAll(Tx tx) {
        tx.update("DELETE FROM app_users WHERE tenant_id = :tenant").execute();
    }
}
