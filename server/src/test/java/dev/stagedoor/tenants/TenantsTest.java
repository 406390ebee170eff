// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tenants;

import static dev.stagedoor.kernel.Problems.assertInvalid;
import static dev.stagedoor.kernel.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stagedoor.access.TestNode;
import dev.stagedoor.api.tenants.BurstFields;
import dev.stagedoor.api.tenants.NewTenant;
import dev.stagedoor.api.tenants.PolicyFields;
import dev.stagedoor.api.tenants.TenantChange;
import dev.stagedoor.api.tenants.TenantStatus;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.db.Tx;
import dev.stagedoor.http.IdempotencyKey;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.StaleEpoch;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.kernel.TurnableClock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tenants as operators manage them. */
class TenantsTest {
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

    private static Tenants tenants() {
        return node.tenants().tenants();
    }

    @Test
    void a_new_tenant_is_told_of_on_its_own_chain_and_on_the_platforms() {
        long platformBefore = seq(TenantId.PLATFORM);

        Tenant tenant = node.tenant();

        assertThat(tenant.status()).isEqualTo(TenantStatus.ACTIVE);
        assertThat(tenant.policy()).isEqualTo(Policy.STANDARD);
        assertThat(seq(tenant.id())).isEqualTo(1);
        assertThat(seq(TenantId.PLATFORM)).isEqualTo(platformBefore + 1);
        assertThat(tenants().get(node.operator(), tenant.id())).isEqualTo(tenant);
    }

    @Test
    void a_taken_slug_is_refused_and_nothing_of_the_second_tenant_stays() {
        Tenant first = node.tenant();
        long platformBefore = seq(TenantId.PLATFORM);
        long rowsBefore = count("tenant_ledger");

        assertThat(assertProblem(ErrorCode.CONFLICT, () -> node.tenant(first.slug()))
                        .fields())
                .extracting(field -> field.name())
                .containsExactly("slug");

        assertThat(seq(TenantId.PLATFORM)).isEqualTo(platformBefore);
        assertThat(count("tenant_ledger")).isEqualTo(rowsBefore);
    }

    @Test
    void of_racing_creations_with_one_slug_one_wins() throws Exception {
        List<TestNode> nodes = List.of(node, node.another());
        Principal operator = node.operator();
        NewTenant wanted = new NewTenant("raced", "Raced", null);
        List<Callable<ErrorCode>> creations = Stream.iterate(0, i -> i < 8, i -> i + 1)
                .<Callable<ErrorCode>>map(i -> () -> outcome(nodes.get(i % 2), operator, wanted))
                .toList();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<ErrorCode> refusals = threads.invokeAll(creations).stream()
                    .map(Future::resultNow)
                    .filter(code -> code != ErrorCode.INTERNAL)
                    .toList();
            assertThat(refusals).hasSize(7).containsOnly(ErrorCode.CONFLICT);
        }
    }

    /** INTERNAL stands for success here: no creation returns that. */
    private static ErrorCode outcome(TestNode on, Principal operator, NewTenant wanted) {
        try {
            on.tenants().tenants().create(operator, wanted, Optional.empty());
            return ErrorCode.INTERNAL;
        } catch (dev.stagedoor.kernel.Problem problem) {
            return problem.code();
        }
    }

    @Test
    void the_same_request_again_creates_nothing_and_another_one_with_its_key_is_refused() {
        IdempotencyKey key = new IdempotencyKey("create-1", "hash of a request");
        NewTenant wanted = new NewTenant("once-only", "Once", null);
        Tenant first = tenants().create(node.operator(), wanted, Optional.of(key));

        assertThat(tenants().create(node.operator(), wanted, Optional.of(key))).isEqualTo(first);

        IdempotencyKey other = new IdempotencyKey("create-1", "hash of another request");
        assertProblem(
                ErrorCode.IDEMPOTENCY_CONFLICT, () -> tenants().create(node.operator(), wanted, Optional.of(other)));
    }

    @Test
    void a_creation_that_failed_can_be_tried_again_with_its_key() {
        Tenant taken = node.tenant();
        IdempotencyKey key = new IdempotencyKey("create-2", "hash");
        assertProblem(
                ErrorCode.CONFLICT,
                () -> tenants().create(node.operator(), new NewTenant(taken.slug(), "Second", null), Optional.of(key)));

        Tenant made = tenants().create(node.operator(), new NewTenant("second-try", "Second", null), Optional.of(key));

        assertThat(made.slug()).isEqualTo("second-try");
    }

    @Test
    void what_cannot_be_a_name_is_refused_by_its_field() {
        for (String name : List.of("", " ", "a\u0000b", "a\nb", "x".repeat(513))) {
            assertInvalid(
                    "name",
                    () -> tenants().create(node.operator(), new NewTenant("bad-name", name, null), Optional.empty()));
        }
        assertThat(tenants()
                        .create(node.operator(), new NewTenant("emoji-name", "Театр 🎭", null), Optional.empty())
                        .name())
                .isEqualTo("Театр 🎭");
    }

    @Test
    void another_policy_raises_the_epoch_and_another_name_does_not() {
        Tenant tenant = node.tenant();
        long before = epoch(tenant);

        tenants().update(node.operator(), tenant.id(), new TenantChange("Renamed", null));
        assertThat(epoch(tenant)).isEqualTo(before);

        Tenant cut = tenants().update(node.operator(), tenant.id(), new TenantChange(null, keyLimit(5, 5)));
        assertThat(epoch(tenant)).isEqualTo(before + 1);
        assertThat(cut.name()).isEqualTo("Renamed");
        assertThat(cut.policy().perKey()).isEqualTo(new Burst(5, 5));
        assertThat(cut.policy().ttls()).isEqualTo(Ttls.STANDARD);
    }

    @Test
    void a_change_that_is_out_of_bounds_changes_nothing() {
        Tenant tenant = node.tenant();

        assertInvalid(
                "policy.key_limit.burst",
                () -> tenants().update(node.operator(), tenant.id(), new TenantChange("Renamed", keyLimit(1, 601))));

        assertThat(tenants().get(node.operator(), tenant.id())).isEqualTo(tenant);
    }

    @Test
    void the_list_is_paged_oldest_first() {
        Tenant first = node.tenant();
        CLOCK.turn(java.time.Duration.ofSeconds(1));
        Tenant second = node.tenant();
        CLOCK.turn(java.time.Duration.ofSeconds(1));
        Tenant third = node.tenant();

        Page<Tenant> page = tenants().list(node.operator(), new Page.Request(2, before(first)));
        assertThat(page.items()).containsExactly(first, second);

        assertThat(tenants()
                        .list(node.operator(), new Page.Request(200, page.next()))
                        .items())
                .contains(third)
                .doesNotContain(first, second);
    }

    /** A cursor just before that tenant. */
    private static String before(Tenant tenant) {
        String id = tenant.id().value();
        return id.substring(0, id.length() - 16);
    }

    @Test
    void a_tenants_key_governs_no_tenant_and_reads_its_own_only() {
        Tenant own = node.tenant();
        Tenant other = node.tenant();
        Principal key = node.authenticate(node.key(own, TestNode.TENANT_SCOPES).text(), "");

        assertThat(tenants().get(key, own.id())).isEqualTo(own);
        assertProblem(ErrorCode.NOT_FOUND, () -> tenants().get(key, other.id()));
        assertProblem(ErrorCode.NOT_FOUND, () -> tenants().get(key, TenantId.next(CLOCK.instant())));
        assertProblem(ErrorCode.FORBIDDEN, () -> tenants().list(key, new Page.Request(10, null)));
        assertProblem(ErrorCode.FORBIDDEN, () -> tenants().suspend(key, own.id()));
        assertProblem(ErrorCode.FORBIDDEN, () -> tenants().update(key, own.id(), new TenantChange("Mine", null)));
        assertProblem(ErrorCode.FORBIDDEN, () -> node.tenants().deletions().delete(key, own.id()));
    }

    @Test
    void a_tenant_is_found_by_slug_and_by_id_and_the_platform_is_none() {
        Tenant tenant = node.tenant();

        assertThat(node.authenticator().tenant(node.operator(), tenant.slug())).isEqualTo(tenant.id());
        assertThat(node.authenticator().tenant(node.operator(), tenant.id().value()))
                .isEqualTo(tenant.id());
        for (String none : List.of("nobody", "ten_platform", "", "\u0000", "x".repeat(257), "🎭", "a/b")) {
            assertProblem(ErrorCode.NOT_FOUND, () -> node.authenticator().tenant(node.operator(), none));
        }
        assertProblem(ErrorCode.NOT_FOUND, () -> tenants().get(node.operator(), TenantId.PLATFORM));
        assertProblem(ErrorCode.NOT_FOUND, () -> tenants().suspend(node.operator(), TenantId.PLATFORM));
    }

    @Test
    void an_operator_whose_key_was_revoked_lists_nothing() {
        Principal before = node.operator();
        node.on().ledger().changing(TestNode.job(), TenantId.PLATFORM, change -> {
            change.append(Draft.of(TestNode.job(), change.now(), "test", "test", "{}"));
            change.raiseEpoch();
        });

        assertThatExceptionOfType(StaleEpoch.class)
                .isThrownBy(() -> tenants().list(before, new Page.Request(10, null)));
    }

    private static PolicyFields keyLimit(int perSecond, int burst) {
        return new PolicyFields(
                null, null, null, null, null, null, null, new BurstFields(perSecond, burst), null, null);
    }

    private static long epoch(Tenant tenant) {
        return node.on().ledger().read(TestNode.job(), tenant.id(), Tx::epoch);
    }

    private static long seq(TenantId tenant) {
        return node.on().ledger().read(TestNode.job(), tenant, tx -> tx.row().seq());
    }

    private static long count(String table) {
        return node.count("SELECT count(*) FROM " + table);
    }
}
