// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.access;

import static dev.stagedoor.kernel.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stagedoor.api.access.KeyKind;
import dev.stagedoor.api.access.NewApiKey;
import dev.stagedoor.api.access.NewOperatorKey;
import dev.stagedoor.api.tenants.BurstFields;
import dev.stagedoor.api.tenants.PolicyFields;
import dev.stagedoor.api.tenants.TenantChange;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.db.Tx;
import dev.stagedoor.http.Credentials;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.StaleEpoch;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.kernel.TurnableClock;
import dev.stagedoor.tenants.Burst;
import dev.stagedoor.tenants.Tenant;
import dev.stagedoor.tenants.Tenants;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who is admitted, on two nodes over one database: what one revoked, the other never serves (T4). */
class KeyAuthenticatorTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final TurnableClock CLOCK = TurnableClock.at("2026-03-01T12:00:00Z");
    private static final String PAGE = "https://app.example";

    private static TestNode a;
    private static TestNode b;

    @BeforeAll
    static void begin() {
        a = TestNode.first(DB, CLOCK);
        b = a.another();
    }

    @AfterAll
    static void end() {
        a.close();
    }

    @Test
    void each_kind_of_key_makes_its_kind_of_principal_with_a_proof() {
        Tenant tenant = a.tenant();
        CreatedKey secret = a.key(tenant, List.of("tokens:mint"));
        CreatedKey publishable = a.publishableKey(tenant, PAGE, "greeter");

        Principal.TenantKey byKey = (Principal.TenantKey) b.authenticate(secret.text(), "");
        assertThat(byKey.tenant()).isEqualTo(tenant.id());
        assertThat(byKey.key()).isEqualTo(secret.key().id());
        assertThat(byKey.proof()).isEqualTo(b.on().snapshots().of(tenant.id()).proof());

        Principal.PublishableKey byPage = (Principal.PublishableKey) b.authenticate(publishable.text(), PAGE);
        assertThat(byPage.agents()).isEqualTo(Set.of("greeter"));
        assertThat(a.operator()).isInstanceOf(Principal.Operator.class);
    }

    @Test
    void no_key_a_mistyped_and_an_unknown_one_are_unauthenticated() {
        String unknown = KeyText.next(KeyKind.SECRET).revealText();
        for (String bearer : List.of("", "x", unknown, unknown.substring(1), unknown + "x", "\u0000", "🎭")) {
            assertProblem(
                    ErrorCode.UNAUTHENTICATED,
                    () -> a.authenticator().authenticate(new Credentials.Bearer(Secret.of(bearer)), "", "req"));
        }
    }

    @Test
    void a_key_counts_from_its_answer_on_even_where_it_was_refused_before() {
        Tenant tenant = a.tenant();
        b.on().snapshots().of(tenant.id());
        CreatedKey key = a.key(tenant, List.of("tenants:read"));

        assertThat(b.authenticate(key.text(), "").covers(tenant.id())).isTrue();
    }

    @Test
    void a_tenant_suspended_on_one_node_is_refused_on_the_other_from_then_on_and_served_again_when_resumed() {
        Tenant tenant = a.tenant();
        Secret key = a.key(tenant, List.of("tenants:read")).text();
        assertThat(reads(b, key, tenant)).isEqualTo(tenant.slug());

        for (int round = 0; round < 3; round++) {
            a.tenants().tenants().suspend(a.operator(), tenant.id());
            assertProblem(ErrorCode.TENANT_SUSPENDED, () -> reads(b, key, tenant));
            a.tenants().tenants().resume(a.operator(), tenant.id());
            assertThat(reads(b, key, tenant)).isEqualTo(tenant.slug());
        }
    }

    @Test
    void a_revoked_key_is_refused_on_the_other_node_from_then_on() {
        Tenant tenant = a.tenant();
        CreatedKey key = a.key(tenant, List.of("tenants:read"));
        CreatedKey bystander = a.key(tenant, List.of("tenants:read"));
        reads(b, key.text(), tenant);

        a.keys().revoke(a.operator(), tenant.id(), key.key().id().value());

        assertProblem(ErrorCode.UNAUTHENTICATED, () -> reads(b, key.text(), tenant));
        assertProblem(ErrorCode.UNAUTHENTICATED, () -> a.authenticate(key.text(), ""));
        assertThat(reads(b, bystander.text(), tenant)).isEqualTo(tenant.slug());
    }

    @Test
    void who_was_let_in_before_a_revocation_commits_nothing_after_it() {
        Tenant tenant = a.tenant();
        CreatedKey key = a.key(tenant, TestNode.TENANT_SCOPES);
        Principal before = b.authenticate(key.text(), "");

        a.keys().revoke(a.operator(), tenant.id(), key.key().id().value());

        assertThatExceptionOfType(StaleEpoch.class)
                .isThrownBy(() -> b.tenants().users().revoke(before, tenant.id(), "alice"));
        assertThat(b.on().ledger().read(TestNode.job(), tenant.id(), Tx::epoch)).isEqualTo(2);
    }

    @Test
    void a_revoked_operator_is_refused_on_the_other_node_from_then_on() {
        CreatedKey key = a.keys()
                .createOperator(a.operator(), new NewOperatorKey("x", List.of("tenants:read"), null), Optional.empty());
        Tenant tenant = a.tenant();
        reads(b, key.text(), tenant);

        a.keys().revoke(a.operator(), TenantId.PLATFORM, key.key().id().value());

        assertProblem(ErrorCode.UNAUTHENTICATED, () -> reads(b, key.text(), tenant));
    }

    @Test
    void a_narrowed_policy_counts_on_the_other_node_from_then_on() {
        Tenant tenant = a.tenant();
        Secret key = a.key(tenant, List.of("tenants:read")).text();
        assertThat(burst(b, key, tenant)).isEqualTo(tenant.policy().perKey());

        PolicyFields slower =
                new PolicyFields(null, null, null, null, null, null, null, new BurstFields(1, 1), null, null);
        a.tenants().tenants().update(a.operator(), tenant.id(), new TenantChange(null, slower));

        assertThat(burst(b, key, tenant)).isEqualTo(new Burst(1, 1));
    }

    @Test
    void an_expired_key_is_refused() {
        Tenant tenant = a.tenant();
        Instant end = CLOCK.instant().plusSeconds(60);
        NewApiKey wanted = new NewApiKey(null, "short", List.of("tenants:read"), end, null, null, null);
        CreatedKey key = a.keys().create(a.operator(), tenant.id(), wanted, Optional.empty());

        CLOCK.turn(Duration.ofSeconds(59));
        assertThat(reads(b, key.text(), tenant)).isEqualTo(tenant.slug());
        CLOCK.turn(Duration.ofSeconds(1));
        assertProblem(ErrorCode.UNAUTHENTICATED, () -> reads(b, key.text(), tenant));
    }

    @Test
    void a_publishable_key_works_from_its_origins_only() {
        Tenant tenant = a.tenant();
        Secret key = a.publishableKey(tenant, PAGE).text();

        assertThat(b.authenticate(key, PAGE)).isInstanceOf(Principal.PublishableKey.class);
        for (String origin : List.of("", "https://app.example.evil.example", "http://app.example", "null", "*")) {
            assertProblem(ErrorCode.ORIGIN_NOT_ALLOWED, () -> b.authenticate(key, origin));
        }
    }

    @Test
    void an_apps_key_works_without_an_origin_only_and_asks_for_tokens_only() {
        Tenant tenant = a.tenant();
        NewApiKey wanted = new NewApiKey(KeyKind.APP, "ios", null, null, null, List.of("greeter"), null);
        CreatedKey key = a.keys().create(a.operator(), tenant.id(), wanted, Optional.empty());

        Principal.PublishableKey by = (Principal.PublishableKey) b.authenticate(key.text(), "");
        assertThat(by.agents()).containsExactly("greeter");
        assertThat(key.key().rights().limit()).isEqualTo(new Burst(5, 50));
        assertProblem(ErrorCode.ORIGIN_NOT_ALLOWED, () -> b.authenticate(key.text(), PAGE));
        assertThat(a.publishableKey(tenant, PAGE).key().rights().limit()).isEqualTo(new Burst(20, 100));
    }

    @Test
    void a_tenants_key_names_its_own_tenant_only() {
        Tenant own = a.tenant();
        Tenant other = a.tenant();
        Principal by = b.authenticate(a.key(own, List.of("tenants:read")).text(), "");

        assertThat(b.authenticator().tenant(by, own.slug())).isEqualTo(own.id());
        assertThat(b.authenticator().tenant(by, own.id().value())).isEqualTo(own.id());
        for (String foreign : List.of(other.slug(), other.id().value(), "nobody", "ten_platform")) {
            assertProblem(ErrorCode.NOT_FOUND, () -> b.authenticator().tenant(by, foreign));
        }
    }

    @Test
    @Timeout(30)
    void a_keys_use_is_written_down_once_a_minute_and_raises_no_epoch() {
        Tenant tenant = a.tenant();
        CreatedKey key = a.key(tenant, List.of("tenants:read"));
        long epoch = a.on().ledger().read(TestNode.job(), tenant.id(), Tx::epoch);
        Instant first = CLOCK.instant();

        reads(b, key.text(), tenant);
        awaitLastUse(key, first);
        CLOCK.turn(Duration.ofSeconds(59));
        reads(b, key.text(), tenant);
        // Uses are written in order: an unwanted one would have been written before the marker's.
        CreatedKey marker = a.key(tenant, List.of("tenants:read"));
        reads(b, marker.text(), tenant);
        awaitLastUse(marker, CLOCK.instant());
        assertThat(lastUse(key)).isEqualTo(first.getEpochSecond());

        CLOCK.turn(Duration.ofSeconds(1));
        reads(b, key.text(), tenant);
        awaitLastUse(key, CLOCK.instant());
        assertThat(a.on().ledger().read(TestNode.job(), tenant.id(), Tx::epoch)).isEqualTo(epoch);
    }

    private static void awaitLastUse(CreatedKey key, Instant expected) {
        while (lastUse(key) != expected.getEpochSecond()) {
            Thread.onSpinWait();
        }
    }

    private static long lastUse(CreatedKey key) {
        return a.count("SELECT extract(epoch FROM last_used_at)::bigint FROM api_keys WHERE key_id = '"
                + key.key().id() + "'");
    }

    private static String reads(TestNode node, Secret key, Tenant tenant) {
        return node.serve(
                key, by -> node.tenants().tenants().get(by, tenant.id()).slug());
    }

    /** The key's burst as it limits a request, proved by a commit to the database as a grant is. */
    private static Burst burst(TestNode node, Secret key, Tenant tenant) {
        return node.serve(key, by -> {
            Burst burst = node.on()
                    .snapshots()
                    .of(tenant.id())
                    .get(Tenants.TENANT, tenant.id())
                    .policy()
                    .perKey();
            node.on().ledger().read(by, tenant.id(), Tx::epoch);
            return burst;
        });
    }
}
