// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tenants;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.access.TestNode;
import dev.stagedoor.api.tenants.AppUserView;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.db.Snapshot;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.TurnableClock;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which of a tenant's users are revoked, according to a snapshot. */
class AppUsersTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final TurnableClock CLOCK = TurnableClock.at("2026-03-01T12:00:00Z");
    private static TestNode node;

    @BeforeAll
    static void begin() {
        node = TestNode.first(DB, CLOCK);
    }

    @AfterAll
    static void end() {
        node.close();
    }

    @Test
    void a_user_of_whom_nothing_was_said_costs_no_transaction() {
        Tenant tenant = node.tenant();
        node.tenants().users().revoke(node.operator(), tenant.id(), "alice");
        Snapshot snapshot = node.on().snapshots().fresh(tenant.id());
        assertThat(AppUsers.isRevoked(snapshot, "alice")).isTrue();

        // The epoch has moved, so anything this snapshot still had to read would be refused.
        node.tenants().users().reinstate(node.operator(), tenant.id(), "alice");

        assertThat(AppUsers.isRevoked(snapshot, "bob")).isFalse();
        assertThat(AppUsers.isRevoked(snapshot, "carol")).isFalse();
        assertThat(AppUsers.isRevoked(node.on().snapshots().fresh(tenant.id()), "alice"))
                .isFalse();
    }

    @Test
    void who_was_ever_revoked_is_listed_and_any_id_can_be_asked_for() {
        Tenant tenant = node.tenant();
        AppUsers users = node.tenants().users();
        AppUser alice = users.revoke(node.operator(), tenant.id(), "alice");
        users.revoke(node.operator(), tenant.id(), "bob");
        AppUser bob = users.reinstate(node.operator(), tenant.id(), "bob");

        Page<AppUser> first = users.list(node.operator(), tenant.id(), new Page.Request(1, null));
        assertThat(first.items()).containsExactly(alice);
        assertThat(users.list(node.operator(), tenant.id(), new Page.Request(1, first.next()))
                        .items())
                .containsExactly(bob);
        assertThat(users.get(node.operator(), tenant.id(), "alice")).isEqualTo(alice);
        assertThat(TenantViews.of(users.get(node.operator(), tenant.id(), "carol")))
                .isEqualTo(new AppUserView("carol", false, null));
    }

    @Test
    void with_more_revoked_users_than_a_node_remembers_each_is_looked_up() {
        Tenant tenant = node.tenant();
        AtomicInteger inserted = new AtomicInteger();
        node.on().ledger().changing(TestNode.job(), tenant.id(), change -> {
            inserted.set(change.tx().update("""
                INSERT INTO app_users (tenant_id, user_id, revoked, changed_at)
                SELECT :tenant, 'user_' || n, true, now() FROM generate_series(1, 20000) n
                """).execute());
            change.raiseEpoch();
            change.append(Draft.of(TestNode.job(), change.now(), "user.revoke", "many", "{}"));
        });
        assertThat(inserted).hasValue(20_000);

        Snapshot snapshot = node.on().snapshots().fresh(tenant.id());

        assertThat(AppUsers.isRevoked(snapshot, "user_1")).isTrue();
        assertThat(AppUsers.isRevoked(snapshot, "user_20000")).isTrue();
        assertThat(AppUsers.isRevoked(snapshot, "bob")).isFalse();
    }
}
