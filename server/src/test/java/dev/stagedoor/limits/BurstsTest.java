// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.limits;

import static dev.stagedoor.kernel.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.access.CreatedKey;
import dev.stagedoor.access.TestNode;
import dev.stagedoor.api.access.NewApiKey;
import dev.stagedoor.api.tenants.BurstFields;
import dev.stagedoor.api.tenants.PolicyFields;
import dev.stagedoor.api.tenants.TenantChange;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.http.RequestLimiter.State;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TurnableClock;
import dev.stagedoor.tenants.Tenant;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** I7: one tenant's flood slows down no one else. */
@Tag("slow")
class BurstsTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final TurnableClock CLOCK = TurnableClock.at("2026-03-01T12:00:00Z");
    private static TestNode node;
    private static Bursts bursts;

    @BeforeAll
    static void begin() {
        node = TestNode.first(DB, CLOCK);
        bursts = new Bursts(node.on().snapshots(), new LimitsConfig(10, 3), CLOCK);
    }

    @AfterAll
    static void end() {
        node.close();
    }

    @Test
    void a_key_that_asks_too_fast_is_told_when_to_come_back_and_other_keys_go_on() {
        Tenant tenant = limited(new BurstFields(100, 100), new BurstFields(1, 2));
        Principal fast = key(tenant);
        Principal slow = key(tenant);

        assertThat(bursts.take(fast, "x").remaining()).isEqualTo(1);
        assertThat(bursts.take(fast, "x").remaining()).isZero();
        Problem refused = assertProblem(ErrorCode.RATE_LIMITED, () -> bursts.take(fast, "x"));

        assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(1));
        assertThat(bursts.take(slow, "x").remaining()).isEqualTo(1);
        CLOCK.turn(Duration.ofSeconds(1));
        assertThat(bursts.take(fast, "x").remaining()).isZero();
    }

    @Test
    @DisplayName("an app user's session has as much as a key, and leaves its tenant's other pages theirs (92)")
    void a_page_that_asks_too_fast_leaves_others_their_share() {
        Tenant tenant = limited(new BurstFields(1, 5), new BurstFields(1, 2));
        bursts.take(session(tenant, "ses_fast"), "x");
        bursts.take(session(tenant, "ses_fast"), "x");

        for (int i = 0; i < 10; i++) {
            Problem refused =
                    assertProblem(ErrorCode.RATE_LIMITED, () -> bursts.take(session(tenant, "ses_fast"), "x"));
            assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(1));
        }

        assertThat(bursts.take(session(tenant, "ses_other"), "x").remaining()).isEqualTo(1);
    }

    private static Principal session(Tenant tenant, String id) {
        return new Principal.AppUser(tenant.id(), "alice", id, null, "req_test");
    }

    @Test
    void a_tenants_keys_together_have_a_limit_and_another_tenant_does_not_notice() {
        Tenant flooding = limited(new BurstFields(1, 3), new BurstFields(100, 100));
        Principal first = key(flooding);
        Principal second = key(flooding);
        Principal other = key(limited(new BurstFields(1, 3), new BurstFields(100, 100)));

        bursts.take(first, "x");
        bursts.take(second, "x");
        State last = bursts.take(first, "x");
        assertThat(last).isEqualTo(new State("tenant", 3, 0, Duration.ofSeconds(1), Duration.ofSeconds(3)));
        assertProblem(ErrorCode.RATE_LIMITED, () -> bursts.take(second, "x"));

        assertThat(bursts.take(other, "x").remaining()).isEqualTo(2);
    }

    @Test
    void a_keys_own_limit_holds_where_it_is_less_than_the_policys() {
        Tenant tenant = limited(new BurstFields(100, 100), new BurstFields(10, 10));

        assertThat(bursts.take(key(tenant, new BurstFields(2, 2)), "x").limit()).isEqualTo(2);
        assertThat(bursts.take(key(tenant, new BurstFields(50, 50)), "x").limit())
                .isEqualTo(10);
    }

    @Test
    void a_changed_policy_counts_from_the_next_snapshot_on() {
        Tenant tenant = limited(new BurstFields(100, 100), new BurstFields(10, 10));
        Principal key = key(tenant);
        bursts.take(key, "x");

        limit(tenant, new BurstFields(100, 100), new BurstFields(5, 5));
        node.on().snapshots().fresh(tenant.id());

        assertThat(bursts.take(key, "x").limit()).isEqualTo(5);
    }

    @Test
    void operators_have_the_configurations_limit_and_jobs_have_none() {
        Principal operator = node.operator();
        for (int i = 0; i < 3; i++) {
            bursts.take(operator, "x");
        }
        assertProblem(ErrorCode.RATE_LIMITED, () -> bursts.take(operator, "x"));
        for (int i = 0; i < 1000; i++) {
            bursts.take(TestNode.job(), "x");
        }
    }

    private static Tenant limited(BurstFields tenant, BurstFields key) {
        Tenant made = node.tenant();
        limit(made, tenant, key);
        return made;
    }

    private static void limit(Tenant made, BurstFields tenant, BurstFields key) {
        PolicyFields policy = new PolicyFields(null, null, null, null, null, null, tenant, key, null, null);
        node.tenants().tenants().update(node.operator(), made.id(), new TenantChange(null, policy));
    }

    private static Principal key(Tenant tenant) {
        return key(tenant, null);
    }

    private static Principal key(Tenant tenant, @Nullable BurstFields own) {
        NewApiKey wanted = new NewApiKey(null, "x", List.of("tenants:read"), null, null, null, own);
        CreatedKey made = node.keys().create(node.operator(), tenant.id(), wanted, Optional.empty());
        return node.authenticate(made.text(), "");
    }
}
