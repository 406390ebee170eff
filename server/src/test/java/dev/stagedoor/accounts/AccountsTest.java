// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.accounts;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.kernel.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
@DisplayName("A tenant's backend invites, resets, disables and erases its users' accounts (I4, S1, S4, T4)")
class AccountsTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static int number;

    private AccountScene acme;

    @BeforeEach
    void aTenant() {
        acme = new AccountScene(SERVER, "accounts-" + ++number);
    }

    @AfterEach
    void close() {
        acme.close();
    }

    private Answer get(String path) {
        return acme.tenant.backend().get("/api/v1/accounts" + path);
    }

    @Test
    void an_invitation_brings_a_token_once_for_three_days() {
        Answer invited = acme.invited("alice");

        assertThat(invited.status()).isEqualTo(201);
        assertThat(invited.headers().firstValue("cache-control")).hasValue("no-store");
        assertThat(Duration.between(Instant.now(), Instant.parse(invited.at("/expires_at"))))
                .isBetween(Duration.ofHours(71), Duration.ofHours(72));
        Answer shown = done(get("/alice"));
        assertThat(shown.at("/email")).isEqualTo("alice@example.com");
        assertThat(shown.at("/name")).isEqualTo("alice Example");
        assertThat(shown.at("/state")).isEqualTo("invited");
        assertThat(shown.toString()).doesNotContain(invited.at("/token"));
        assertThat(acme.tenant.audited("account.invite")).hasSize(1);
    }

    @Test
    void a_user_and_an_address_have_one_account() {
        acme.invited("alice");

        refused(acme.invite(Map.of("user_id", "alice", "email", "other@example.com")), 409, "conflict");
        refused(acme.invite(Map.of("user_id", "other", "email", "ALICE@example.com")), 409, "conflict");
        try (AccountScene globex = new AccountScene(SERVER, "others-" + number)) {
            globex.invited("alice");
        }
    }

    @Test
    void a_repeated_invitation_says_that_its_token_was_shown() {
        Map<String, String> body = Map.of("user_id", "alice", "email", "alice@example.com");
        String json = dev.stagedoor.json.Json.text(body);

        done(acme.tenant.backend().once("invite-1").post("/api/v1/accounts", json));
        refused(acme.tenant.backend().once("invite-1").post("/api/v1/accounts", json), 409, "key_already_shown");
    }

    @Test
    void they_are_listed_by_pages_address_and_state() {
        acme.account("alice");
        acme.invited("bob");
        acme.invited("carol");
        done(acme.backend("disable", "carol"));

        Answer first = done(get("?limit=2"));
        Answer rest = done(get("?limit=2&after=" + first.at("/next")));
        assertThat(first.json().findValuesAsText("user_id")).containsExactly("alice", "bob");
        assertThat(rest.json().findValuesAsText("user_id")).containsExactly("carol");
        assertThat(done(get("?email=BOB@example.com")).json().findValuesAsText("user_id"))
                .containsExactly("bob");
        for (String state : List.of("active", "invited", "disabled")) {
            assertThat(done(get("?state=" + state)).json().findValuesAsText("state"))
                    .containsExactly(state);
        }
        refused(get("?state=gone"), 422, "invalid_request");
    }

    @Test
    void erasing_one_leaves_nothing_personal_and_ends_its_sessions() {
        acme.account("alice");
        Answer login = done(acme.login("alice"));

        done(acme.tenant.backend().delete("/api/v1/accounts/alice"));

        refused(acme.refresh(login), 401, "unauthenticated");
        refused(acme.login("alice"), 401, "unauthenticated");
        refused(get("/alice"), 404, "not_found");
        refused(acme.tenant.backend().delete("/api/v1/accounts/alice"), 404, "not_found");
        assertThat(SERVER.column("SELECT count(*) FROM accounts WHERE tenant_id = '" + acme.tenant.id() + "'"))
                .containsExactly("0");
        acme.account("alice");
        done(acme.login("alice"));
    }

    @Test
    void another_tenants_are_ones_that_do_not_exist() {
        acme.account("alice");
        try (AccountScene globex = new AccountScene(SERVER, "others-" + number)) {
            for (String action : List.of("reset", "disable", "enable")) {
                refused(globex.backend(action, "alice"), 404, "not_found");
            }
            refused(globex.tenant.backend().get("/api/v1/accounts/alice"), 404, "not_found");
            refused(globex.tenant.backend().delete("/api/v1/accounts/alice"), 404, "not_found");
        }
        done(acme.login("alice"));
    }

    @Test
    void a_key_needs_the_scope_and_an_operator_names_the_tenant() {
        refused(
                SERVER.with(acme.tenant.key(List.of(Scope.SESSIONS_WRITE))).get("/api/v1/accounts"),
                403,
                "insufficient_scope");
        refused(acme.page.get("/api/v1/accounts"), 403, "forbidden");
        acme.invited("alice");
        assertThat(done(SERVER.operator().get(acme.tenant.path("/accounts/alice")))
                        .at("/user_id"))
                .isEqualTo("alice");
    }

    @Test
    void what_is_wrong_with_an_invitation_is_said_by_field() {
        assertThat(refused(acme.invite(Map.of()), 422, "invalid_request").fields())
                .contains("user_id", "email");
        for (String bad : new String[] {"alice", "a@", "@b", "a b@c", "a@b@c", "a\u0000@b.c"}) {
            assertThat(refused(acme.invite(Map.of("user_id", "alice", "email", bad)), 422, "invalid_request")
                            .fields())
                    .as(bad)
                    .containsExactly("email");
        }
    }

    @Test
    void a_deleted_tenant_has_none() {
        acme.account("alice");
        String id = acme.tenant.id();
        done(SERVER.operator().delete(acme.tenant.path("")));

        for (String table : List.of("accounts", "account_secrets", "account_failures")) {
            assertThat(SERVER.column("SELECT count(*) FROM " + table + " WHERE tenant_id = '" + id + "'"))
                    .as(table)
                    .containsExactly("0");
        }
    }
}
