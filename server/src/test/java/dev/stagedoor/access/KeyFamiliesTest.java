// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.access;

import static dev.stagedoor.kernel.Problems.assertInvalid;
import static dev.stagedoor.kernel.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.stagedoor.api.access.ApiKeyChange;
import dev.stagedoor.api.access.NewApiKey;
import dev.stagedoor.api.access.NewOperatorKey;
import dev.stagedoor.api.tenants.BurstFields;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.KeyId;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Scope;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.kernel.TurnableClock;
import dev.stagedoor.limits.Bursts;
import dev.stagedoor.limits.LimitsConfig;
import dev.stagedoor.tenants.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("K1: a key neither outlives nor exceeds the key that made it, and everybody sees who made whom")
@Tag("slow")
class KeyFamiliesTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final List<String> MAKER = List.of("keys:write", "keys:read", "agents:read");

    private final TurnableClock clock = TurnableClock.at("2026-03-01T12:00:00Z");
    private TestNode node;
    private Tenant acme;

    @BeforeEach
    void begin() {
        DB.admin("UPDATE stagedoor.api_keys SET revoked_at = now() WHERE tenant_id = 'ten_platform'");
        node = TestNode.first(DB, clock);
        acme = node.tenant();
    }

    @AfterEach
    void end() {
        node.close();
    }

    @Test
    void a_key_of_an_expiring_key_expires_with_it() {
        Instant end = clock.instant().plusSeconds(20);
        Principal maker = by(make(node.operator(), wanted(end, null)));

        assertThat(make(maker, wanted(null, null)).key().life().expiresAt()).isEqualTo(end);
        assertThat(make(maker, wanted(end.minusSeconds(1), null)).key().life().expiresAt())
                .isEqualTo(end.minusSeconds(1));
        assertInvalid("expires_at", () -> make(maker, wanted(end.plusSeconds(1), null)));

        Principal child = by(make(maker, wanted(null, null)));
        CreatedKey grandchild = make(child, wanted(null, null));
        clock.turn(Duration.ofSeconds(20));
        assertProblem(ErrorCode.UNAUTHENTICATED, () -> node.authenticate(grandchild.text(), ""));
    }

    @Test
    void a_key_that_an_expiring_operator_makes_expires_with_the_operators() {
        Instant end = clock.instant().plusSeconds(20);
        Principal operator =
                by(node.keys().createOperator(node.operator(), operatorKey("keys:write", end), Optional.empty()));

        assertThat(node.keys()
                        .create(operator, acme.id(), keysOnly(), Optional.empty())
                        .key()
                        .life()
                        .expiresAt())
                .isEqualTo(end);
        assertThat(node.keys()
                        .createOperator(operator, operatorKey("keys:write", null), Optional.empty())
                        .key()
                        .life()
                        .expiresAt())
                .isEqualTo(end);
    }

    @Test
    void a_limit_is_shared_by_all_that_descend_from_its_key() {
        Bursts bursts = new Bursts(node.on().snapshots(), new LimitsConfig(1000, 1000), clock);
        Principal maker = by(make(node.operator(), wanted(null, new BurstFields(1, 4))));
        Principal child = by(make(maker, wanted(null, null)));
        Principal slower = by(make(child, wanted(null, new BurstFields(1, 2))));

        bursts.take(child, "x");
        bursts.take(slower, "x");
        bursts.take(slower, "x");
        assertProblem(ErrorCode.RATE_LIMITED, () -> bursts.take(slower, "x"));
        bursts.take(maker, "x");

        assertProblem(ErrorCode.RATE_LIMITED, () -> bursts.take(child, "x"));
        assertProblem(ErrorCode.RATE_LIMITED, () -> bursts.take(maker, "x"));
    }

    @Test
    void a_first_limit_counts_for_what_the_key_made_before_and_leaves_other_limits_between_them() {
        Principal maker = by(make(node.operator(), wanted(null, null)));
        CreatedKey child = make(maker, wanted(null, null));
        CreatedKey grandchild = make(by(child), wanted(null, null));
        CreatedKey limited = make(by(child), wanted(null, new BurstFields(50, 60)));
        CreatedKey below = make(by(limited), wanted(null, null));
        KeyId makers = ((Principal.TenantKey) maker).key();

        node.keys()
                .update(
                        node.operator(),
                        acme.id(),
                        makers.value(),
                        new ApiKeyChange(null, null, null, new BurstFields(1, 2)));

        assertThat(listed(acme.id()))
                .filteredOn(key -> !key.id().equals(makers))
                .extracting(ApiKey::id, key -> key.family().limitOf())
                .containsExactlyInAnyOrder(
                        tuple(child.key().id(), makers),
                        tuple(grandchild.key().id(), makers),
                        tuple(limited.key().id(), makers),
                        tuple(below.key().id(), limited.key().id()));
        Bursts bursts = new Bursts(node.on().snapshots(), new LimitsConfig(1000, 1000), clock);
        bursts.take(by(below), "x");
        bursts.take(by(grandchild), "x");
        assertProblem(ErrorCode.RATE_LIMITED, () -> bursts.take(by(child), "x"));
    }

    @Test
    void a_limit_above_the_makers_is_refused_and_so_is_a_ninth_under_another() {
        Principal maker = by(make(node.operator(), wanted(null, new BurstFields(100, 200))));
        Principal child = by(make(maker, wanted(null, null)));

        assertInvalid("limit", () -> make(maker, wanted(null, new BurstFields(101, 200))));
        assertInvalid("limit", () -> make(child, wanted(null, new BurstFields(100, 201))));

        Principal last = maker;
        for (int i = 1; i < KeyFamilies.MOST_LIMITS; i++) {
            last = by(make(last, wanted(null, new BurstFields(100 - i, 200))));
        }
        Principal eighth = last;
        assertInvalid("limit", () -> make(eighth, wanted(null, new BurstFields(1, 1))));
        assertThat(make(eighth, wanted(null, null)).key().rights().limit()).isNull();
    }

    @Test
    void the_list_tells_who_made_whom() {
        CreatedKey maker = make(node.operator(), wanted(null, new BurstFields(1, 4)));
        CreatedKey child = make(by(maker), wanted(null, null));
        CreatedKey grandchild = make(by(child), wanted(null, null));

        List<ApiKey> keys = listed(acme.id());
        KeyId operator = ((Principal.Operator) node.operator()).key();
        assertThat(keys)
                .extracting(ApiKey::family)
                .containsExactlyInAnyOrder(
                        new ApiKey.Family(operator, null),
                        new ApiKey.Family(maker.key().id(), maker.key().id()),
                        new ApiKey.Family(child.key().id(), maker.key().id()));
        assertThat(AccessViews.of(grandchild.key()).madeBy())
                .isEqualTo(child.key().id().value());
    }

    @Test
    void a_revoked_key_leaves_what_it_made_and_its_tree_goes_with_it_if_asked() {
        CreatedKey maker = make(node.operator(), wanted(null, null));
        CreatedKey child = make(by(maker), wanted(null, null));
        CreatedKey grandchild = make(by(child), wanted(null, null));
        CreatedKey other = make(node.operator(), wanted(null, null));

        node.keys().revoke(node.operator(), acme.id(), maker.key().id().value());
        assertProblem(ErrorCode.UNAUTHENTICATED, () -> by(maker));
        assertThat(by(child).covers(acme.id())).isTrue();

        node.keys().revokeTree(node.operator(), acme.id(), maker.key().id().value());
        assertProblem(ErrorCode.UNAUTHENTICATED, () -> by(child));
        assertProblem(ErrorCode.UNAUTHENTICATED, () -> by(grandchild));
        assertThat(by(other).covers(acme.id())).isTrue();
    }

    @Test
    void an_operators_tree_reaches_the_keys_of_tenants() {
        CreatedKey stolen = node.keys()
                .createOperator(node.operator(), new NewOperatorKey("stolen", MAKER, null), Optional.empty());
        CreatedKey second =
                node.keys().createOperator(by(stolen), new NewOperatorKey("second", MAKER, null), Optional.empty());
        CreatedKey ofTenant = make(by(second), wanted(null, null));
        CreatedKey below = make(by(ofTenant), wanted(null, null));
        CreatedKey untouched = make(node.operator(), wanted(null, null));

        node.keys()
                .revokeTree(
                        node.operator(), TenantId.PLATFORM, stolen.key().id().value());

        for (CreatedKey gone : List.of(stolen, second, ofTenant, below)) {
            assertProblem(ErrorCode.UNAUTHENTICATED, () -> by(gone));
        }
        assertThat(by(untouched).covers(acme.id())).isTrue();
        node.keys()
                .revokeTree(
                        node.operator(), TenantId.PLATFORM, stolen.key().id().value());
    }

    @Test
    void the_last_operator_key_that_makes_keys_stays_until_there_is_another() {
        String first = ((Principal.Operator) node.operator()).key().value();
        Instant end = clock.instant().plusSeconds(20);
        node.keys().createOperator(node.operator(), operatorKey("tenants:read", null), Optional.empty());
        node.keys().createOperator(node.operator(), operatorKey("keys:write", end), Optional.empty());
        clock.turn(Duration.ofSeconds(20));

        Problem refused =
                assertProblem(ErrorCode.CONFLICT, () -> node.keys().revoke(node.operator(), TenantId.PLATFORM, first));
        assertThat(refused.detail()).contains("operator-keys recover");
        assertProblem(ErrorCode.CONFLICT, () -> node.keys().revokeTree(node.operator(), TenantId.PLATFORM, first));
        assertThat(node.operator()).isNotNull();

        node.keys().createOperator(node.operator(), operatorKey("keys:write", null), Optional.empty());
        node.keys().revoke(node.operator(), TenantId.PLATFORM, first);
        assertProblem(ErrorCode.UNAUTHENTICATED, () -> node.operator());
    }

    @Test
    void a_lost_operator_key_is_recovered_with_every_scope_and_the_platforms_chain_tells_of_it() {
        CreatedKey recovered = node.keys().recover(TestNode.job());

        Principal.Operator operator = (Principal.Operator) by(recovered);
        assertThat(operator.scopes()).containsExactlyInAnyOrder(Scope.values());
        assertThat(recovered.key().family()).isEqualTo(ApiKey.Family.NONE);
        assertThat(node.count("SELECT count(*) FROM stagedoor.audit_entries WHERE tenant_id = 'ten_platform'"
                        + " AND action = 'operator_key.recover' AND target = '" + operator.key() + "'"))
                .isEqualTo(1);
    }

    private CreatedKey make(Principal by, NewApiKey wanted) {
        return node.keys().create(by, acme.id(), wanted, Optional.empty());
    }

    /** By the state as it is now: a principal of an older one would be refused at its first commit. */
    private Principal by(CreatedKey key) {
        node.on().snapshots().fresh(acme.id());
        node.on().snapshots().fresh(TenantId.PLATFORM);
        return node.authenticate(key.text(), "");
    }

    private List<ApiKey> listed(TenantId tenant) {
        return node.keys()
                .list(node.operator(), tenant, new Page.Request(200, null))
                .items();
    }

    private static NewApiKey wanted(@Nullable Instant expires, @Nullable BurstFields limit) {
        return new NewApiKey(null, "x", MAKER, expires, null, null, limit);
    }

    private static NewApiKey keysOnly() {
        return new NewApiKey(null, "x", List.of("keys:write"), null, null, null, null);
    }

    private static NewOperatorKey operatorKey(String scope, @Nullable Instant expires) {
        return new NewOperatorKey("x", List.of(scope), expires);
    }
}
