// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.claude;

import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.Page;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tables {@code claude_profiles} and {@code claude_selections}. */
final class ProfileStore {
    private ProfileStore() {}

    /** A row of the first. */
    private record StoredProfile(
            String profileId,
            String name,
            String userId,
            Instant createdAt,
            Instant updatedAt,
            @Nullable Instant lastUsedAt,
            @Nullable Instant testedAt,
            @Nullable String testResult) {
        static StoredProfile of(Profile profile) {
            Profile.Check check = profile.check();
            return new StoredProfile(
                    profile.id(),
                    profile.name(),
                    profile.userId(),
                    profile.times().createdAt(),
                    profile.times().updatedAt(),
                    profile.times().lastUsedAt(),
                    check == null ? null : check.at(),
                    check == null ? null : check.result());
        }

        Profile profile() {
            return new Profile(
                    profileId,
                    name,
                    userId,
                    new Profile.Times(createdAt, updatedAt, lastUsedAt),
                    testedAt == null ? null : new Profile.Check(testedAt, String.valueOf(testResult)));
        }
    }

    static Optional<Profile> find(Tx tx, String id) {
        return tx.query("SELECT * FROM claude_profiles WHERE tenant_id = :tenant AND profile_id = :id")
                .bind("id", id)
                .mapTo(StoredProfile.class)
                .findOne()
                .map(StoredProfile::profile);
    }

    /** Whether another profile than that one has the name. */
    static boolean isTaken(Tx tx, String name, String byOtherThan) {
        return tx.query("""
                        SELECT 1 FROM claude_profiles
                         WHERE tenant_id = :tenant AND name = :name AND profile_id <> :id
                        """)
                .bind("name", name)
                .bind("id", byOtherThan)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    static Page<Profile> list(Tx tx, Page.Request page) {
        List<Profile> rows = tx.query("""
                        SELECT * FROM claude_profiles WHERE tenant_id = :tenant AND profile_id > :after
                         ORDER BY profile_id
                         LIMIT :limit
                        """)
                .bind("after", page.after() == null ? "" : page.after())
                .bind("limit", page.limit() + 1)
                .mapTo(StoredProfile.class)
                .map(StoredProfile::profile)
                .list();
        return Page.of(rows, page.limit(), Profile::id);
    }

    static void insert(Tx tx, Profile profile) {
        tx.update("""
                INSERT INTO claude_profiles (tenant_id, profile_id, name, user_id, created_at, updated_at)
                VALUES (:tenant, :profileId, :name, :userId, :createdAt, :updatedAt)
                """, StoredProfile.of(profile)).execute();
    }

    static void rename(Tx tx, String id, String name, Instant now) {
        tx.update("""
                        UPDATE claude_profiles SET name = :name, updated_at = :now
                         WHERE tenant_id = :tenant AND profile_id = :id
                        """).bind("id", id).bind("name", name).bind("now", now).execute();
    }

    /** A new secret: what was tested is no longer true. */
    static void renewed(Tx tx, String id, Instant now) {
        tx.update("""
                        UPDATE claude_profiles SET updated_at = :now, tested_at = NULL, test_result = NULL
                         WHERE tenant_id = :tenant AND profile_id = :id
                        """).bind("id", id).bind("now", now).execute();
    }

    static void used(Tx tx, String id, Instant now) {
        tx.update("""
                        UPDATE claude_profiles SET last_used_at = :now
                         WHERE tenant_id = :tenant AND profile_id = :id
                        """).bind("id", id).bind("now", now).execute();
    }

    static void tested(Tx tx, String id, Profile.Check check) {
        tx.update("""
                        UPDATE claude_profiles SET tested_at = :at, test_result = :result
                         WHERE tenant_id = :tenant AND profile_id = :id
                        """)
                .bind("id", id)
                .bind("at", check.at())
                .bind("result", check.result())
                .execute();
    }

    /** Deletes it, and with it each selection of it. */
    static boolean delete(Tx tx, String id) {
        return tx.update("DELETE FROM claude_profiles WHERE tenant_id = :tenant AND profile_id = :id")
                        .bind("id", id)
                        .execute()
                == 1;
    }

    static void deleteAll(Tx tx) {
        tx.update("DELETE FROM claude_profiles WHERE tenant_id = :tenant").execute();
    }

    /** What that user has selected. */
    static Optional<Profile> selected(Tx tx, String user) {
        return tx.query("""
                        SELECT p.* FROM claude_selections s JOIN claude_profiles p USING (tenant_id, profile_id)
                         WHERE s.tenant_id = :tenant AND s.user_id = :user
                        """)
                .bind("user", user)
                .mapTo(StoredProfile.class)
                .findOne()
                .map(StoredProfile::profile);
    }

    static void select(Tx tx, String user, String profileId, Instant now) {
        tx.update("""
                        INSERT INTO claude_selections (tenant_id, user_id, profile_id, selected_at)
                        VALUES (:tenant, :user, :id, :now)
                        ON CONFLICT (tenant_id, user_id) DO UPDATE
                           SET profile_id = excluded.profile_id, selected_at = excluded.selected_at
                        """).bind("user", user).bind("id", profileId).bind("now", now).execute();
    }

    static boolean deselect(Tx tx, String user) {
        return tx.update("DELETE FROM claude_selections WHERE tenant_id = :tenant AND user_id = :user")
                        .bind("user", user)
                        .execute()
                == 1;
    }
}
