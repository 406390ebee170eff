// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.access;

import static dev.stagedoor.kernel.Problems.assertInvalid;
import static dev.stagedoor.kernel.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.api.access.KeyKind;
import dev.stagedoor.api.access.NewApiKey;
import dev.stagedoor.api.access.NewOperatorKey;
import dev.stagedoor.api.tenants.BurstFields;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.db.Tx;
import dev.stagedoor.http.IdempotencyKey;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Scope;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.kernel.TurnableClock;
import dev.stagedoor.tenants.Burst;
import dev.stagedoor.tenants.Tenant;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** API keys: created only by those with the same scopes, shown once, stored as a hash. */
class ApiKeysTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final TurnableClock CLOCK = TurnableClock.at("2026-03-01T12:00:00Z");
    private static TestNode node;
    private static Tenant acme;
    private static Tenant globex;

    @BeforeAll
    static void begin() {
        node = TestNode.first(DB, CLOCK);
        acme = node.tenant();
        globex = node.tenant();
    }

    @AfterAll
    static void end() {
        node.close();
    }

    @Test
    void a_key_is_kept_as_its_hash_and_shown_in_no_later_answer() {
        String text = node.key(acme, List.of("tokens:mint")).text().revealText();

        Page<ApiKey> listed = node.keys().list(node.operator(), acme.id(), new Page.Request(200, null));

        assertThat(Json.text(AccessViews.of(listed))).doesNotContain(text);
        assertThat(node.count("SELECT count(*) FROM api_key_hashes WHERE hash = sha256('" + text + "'::bytea)"))
                .isEqualTo(1);
        for (String table :
                List.of("api_keys", "api_key_hashes", "api_key_origins", "audit_entries", "idempotency_keys")) {
            assertThat(node.count("SELECT count(*) FROM " + table + " t WHERE t::text LIKE '%" + text + "%'"))
                    .as(table)
                    .isZero();
        }
    }

    @Test
    void the_first_operators_key_is_made_once() {
        assertThat(node.keys().bootstrap(TestNode.job())).isEmpty();
        assertThat(node.another().keys().bootstrap(TestNode.job())).isEmpty();
        assertThat(((Principal.Operator) node.operator()).scopes()).containsExactlyInAnyOrder(Scope.values());
    }

    @Test
    void a_key_gives_no_scope_that_its_maker_lacks() {
        Principal maker = node.authenticate(
                node.key(acme, List.of("keys:write", "agents:read")).text(), "");

        assertThat(create(maker, secret("agents:read")).key().rights().scopes()).isEqualTo(Set.of(Scope.AGENTS_READ));
        Problem refused = assertProblem(ErrorCode.FORBIDDEN, () -> create(maker, secret("agents:read", "tokens:mint")));
        assertThat(refused.fields()).extracting(Problem.Field::name).containsExactly("scopes[1]");
        // A publishable key mints tokens, which this creator may not do.
        assertProblem(ErrorCode.FORBIDDEN, () -> create(maker, publishable(List.of("https://a.example"), null)));
        assertProblem(
                ErrorCode.NOT_FOUND,
                () -> node.keys().createOperator(maker, operatorKey("agents:read"), Optional.empty()));
    }

    @Test
    void an_operators_key_gives_no_scope_that_its_maker_lacks() {
        CreatedKey narrow = node.keys()
                .createOperator(node.operator(), operatorKey("keys:write", "tenants:read"), Optional.empty());
        Principal maker = node.authenticate(narrow.text(), "");

        assertProblem(
                ErrorCode.FORBIDDEN,
                () -> node.keys().createOperator(maker, operatorKey("tenants:write"), Optional.empty()));
        assertProblem(ErrorCode.FORBIDDEN, () -> create(maker, secret("agents:write")));
        assertThat(narrow.text().revealText()).startsWith("sd_op_");
    }

    @Test
    void a_publishable_key_makes_no_keys() {
        Principal browser = node.authenticate(
                node.publishableKey(acme, "https://app.example").text(), "https://app.example");

        assertProblem(ErrorCode.FORBIDDEN, () -> create(browser, secret("tokens:mint")));
    }

    @Test
    void what_a_key_cannot_be_is_refused_by_its_field() {
        Principal operator = node.operator();
        assertInvalid("scopes", () -> create(operator, secret()));
        assertInvalid("scopes[0]", () -> create(operator, secret("tokens:everything")));
        assertInvalid("scopes[0]", () -> create(operator, secret("tenants:write")));
        assertInvalid("origins", () -> create(operator, publishable(List.of(), null)));
        assertInvalid("origins[1]", () -> create(operator, publishable(List.of("https://a.example", "*"), null)));
        assertInvalid("agents[0]", () -> create(operator, publishable(List.of("https://a.example"), List.of("*"))));
        assertInvalid("origins", () -> create(operator, key(KeyKind.APP, "x", null, List.of("https://a.example"))));
        assertInvalid("scopes", () -> create(operator, key(KeyKind.APP, "x", List.of("agents:read"), null)));
        assertInvalid("kind", () -> create(operator, key(KeyKind.OPERATOR, "x", null, null)));
        assertInvalid("name", () -> create(operator, key(KeyKind.SECRET, "a\u0000", List.of("agents:read"), null)));
        assertInvalid(
                "origins",
                () -> create(operator, key(KeyKind.SECRET, "x", List.of("agents:read"), List.of("https://a.example"))));
        assertInvalid(
                "scopes",
                () -> create(
                        operator, key(KeyKind.PUBLISHABLE, "x", List.of("agents:read"), List.of("https://a.example"))));
        assertInvalid(
                "expires_at",
                () -> create(
                        operator, new NewApiKey(null, "x", List.of("agents:read"), CLOCK.instant(), null, null, null)));
        assertInvalid(
                "limit.per_second",
                () -> create(
                        operator,
                        new NewApiKey(null, "x", List.of("agents:read"), null, null, null, new BurstFields(0, null))));
    }

    @Test
    void a_limit_of_a_keys_own_comes_with_a_burst_that_fits() {
        NewApiKey wanted =
                new NewApiKey(null, "slow", List.of("agents:read"), null, null, null, new BurstFields(1, null));

        assertThat(create(node.operator(), wanted).key().rights().limit()).isEqualTo(new Burst(1, 600));
    }

    @Test
    void a_repeated_creation_answers_the_id_and_never_the_key() {
        Optional<IdempotencyKey> key = Optional.of(new IdempotencyKey("make-a-key", "hash"));
        CreatedKey made = node.keys().create(node.operator(), acme.id(), secret("agents:read"), key);

        Problem again = assertProblem(
                ErrorCode.KEY_ALREADY_SHOWN,
                () -> node.keys().create(node.operator(), acme.id(), secret("agents:read"), key));

        assertThat(again.fields())
                .containsExactly(new Problem.Field("api_key", made.key().id().value()));
        assertThat(again.detail()).doesNotContain(made.text().revealText());
    }

    @Test
    void a_new_key_raises_no_epoch_and_a_revoked_one_does() {
        long before = epoch();
        CreatedKey key = node.key(acme, List.of("agents:read"));
        assertThat(epoch()).isEqualTo(before);

        node.keys().revoke(node.operator(), acme.id(), key.key().id().value());
        assertThat(epoch()).isEqualTo(before + 1);
    }

    @Test
    void another_tenants_key_is_as_unknown_as_none_at_all() {
        CreatedKey others = node.key(globex, List.of("agents:read"));
        Principal own = node.authenticate(node.key(acme, TestNode.TENANT_SCOPES).text(), "");

        Problem foreign = assertProblem(
                ErrorCode.NOT_FOUND,
                () -> node.keys().revoke(own, acme.id(), others.key().id().value()));
        Problem unknown = assertProblem(
                ErrorCode.NOT_FOUND, () -> node.keys().revoke(own, acme.id(), "key_00000000000000000000000000"));
        Problem malformed = assertProblem(ErrorCode.NOT_FOUND, () -> node.keys().revoke(own, acme.id(), "' OR 1=1 --"));
        assertThat(foreign.detail()).isEqualTo(unknown.detail()).isEqualTo(malformed.detail());
        assertProblem(ErrorCode.NOT_FOUND, () -> node.keys().list(own, globex.id(), new Page.Request(10, null)));
        assertProblem(ErrorCode.NOT_FOUND, () -> node.keys().list(own, TenantId.PLATFORM, new Page.Request(10, null)));
        assertThat(node.authenticate(others.text(), "")).isInstanceOf(Principal.TenantKey.class);
    }

    @Test
    void keys_are_listed_oldest_first_with_the_revoked_ones() {
        Tenant tenant = node.tenant();
        CreatedKey first = node.key(tenant, List.of("agents:read"));
        CLOCK.turn(Duration.ofSeconds(1));
        CreatedKey second = node.key(tenant, List.of("agents:read"));
        node.keys().revoke(node.operator(), tenant.id(), first.key().id().value());

        Page<ApiKey> page = node.keys().list(node.operator(), tenant.id(), new Page.Request(1, null));
        Page<ApiKey> rest = node.keys().list(node.operator(), tenant.id(), new Page.Request(1, page.next()));

        assertThat(page.items())
                .extracting(ApiKey::id)
                .containsExactly(first.key().id());
        assertThat(page.items().getFirst().life().revokedAt()).isEqualTo(CLOCK.instant());
        assertThat(rest.items())
                .extracting(ApiKey::id)
                .containsExactly(second.key().id());
        assertThat(rest.next()).isNull();
    }

    private static CreatedKey create(Principal by, NewApiKey wanted) {
        return node.keys().create(by, acme.id(), wanted, Optional.empty());
    }

    private static NewApiKey secret(String... scopes) {
        return key(KeyKind.SECRET, "x", List.of(scopes), null);
    }

    private static NewApiKey publishable(List<String> origins, @Nullable List<String> agents) {
        return new NewApiKey(KeyKind.PUBLISHABLE, "x", null, null, origins, agents, null);
    }

    private static NewApiKey key(
            KeyKind kind, String name, @Nullable List<String> scopes, @Nullable List<String> origins) {
        return new NewApiKey(kind, name, scopes, null, origins, null, null);
    }

    private static NewOperatorKey operatorKey(String... scopes) {
        return new NewOperatorKey("x", List.of(scopes), null);
    }

    private static long epoch() {
        return node.on().ledger().read(TestNode.job(), acme.id(), Tx::epoch);
    }
}
