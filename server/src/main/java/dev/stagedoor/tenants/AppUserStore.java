package dev.stagedoor.tenants;

import dev.stagedoor.db.Tx;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.stream.Collectors;

/** The SQL of app users. */
final class AppUserStore {
    private AppUserStore() {}

    /** The user; one of whom nothing was said is not revoked. */
    static AppUser find(Tx tx, String id) {
        return tx.handle()
                .createQuery("SELECT revoked, changed_at FROM app_users WHERE tenant_id = :tenant AND user_id = :user")
                .bind("tenant", tx.tenant().value())
                .bind("user", id)
                .map((rs, ctx) -> new AppUser(
                        id,
                        rs.getBoolean("revoked"),
                        rs.getObject("changed_at", OffsetDateTime.class).toInstant()))
                .findOne()
                .orElseGet(() -> new AppUser(id, false, Instant.EPOCH));
    }

    /** The ids of revoked users, {@code most} at most. */
    static Set<String> revoked(Tx tx, int most) {
        return tx.handle()
                .createQuery("SELECT user_id FROM app_users WHERE tenant_id = :tenant AND revoked LIMIT :most")
                .bind("tenant", tx.tenant().value())
                .bind("most", most)
                .mapTo(String.class)
                .collect(Collectors.toUnmodifiableSet());
    }

    static void put(Tx tx, AppUser user) {
        tx.handle()
                .createUpdate("""
                    INSERT INTO app_users (tenant_id, user_id, revoked, changed_at)
                    VALUES (:tenant, :user, :revoked, :since)
                    ON CONFLICT (tenant_id, user_id) DO UPDATE
                       SET revoked = EXCLUDED.revoked, changed_at = EXCLUDED.changed_at
                    """)
                .bind("tenant", tx.tenant().value())
                .bind("user", user.id())
                .bind("revoked", user.revoked())
                .bind("since", user.since())
                .execute();
    }

    static void deleteAll(Tx tx) {
        tx.handle()
                .createUpdate("DELETE FROM app_users WHERE tenant_id = :tenant")
                .bind("tenant", tx.tenant().value())
                .execute();
    }
}
