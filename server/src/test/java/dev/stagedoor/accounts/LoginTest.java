// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.accounts;

import static dev.stagedoor.accounts.AccountScene.PASSWORD;
import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stagedoor.app.Caller;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Secret;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
@DisplayName("App users log in with a password (44-53, 92, 95-98, 101; S4, T1, T4, K1)")
class LoginTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static int number;

    private AccountScene acme;

    @BeforeEach
    void aTenant() {
        acme = new AccountScene(SERVER, "logins-" + ++number);
    }

    @AfterEach
    void close() {
        acme.close();
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void a_login_answers_the_session_the_user_and_what_their_page_needs_for_agents() {
        acme.account("alice");

        Answer login = done(acme.login("alice"));

        assertThat(login.status()).isEqualTo(200);
        assertThat(names(login.json())).containsExactlyInAnyOrder("session_token", "session", "user", "agent_c");
        assertThat(names(login.json().path("session"))).containsExactlyInAnyOrder("token", "expires_at");
        assertThat(login.json().path("user").toString())
                .isEqualTo("{\"id\":\"alice\",\"email\":\"alice@example.com\",\"name\":\"alice Example\"}");
        assertThat(login.at("/session/token"))
                .isEqualTo(login.at("/session_token"))
                .startsWith("sd_ses_");
        assertThat(login.at("/agent_c/agent_c_token")).startsWith("eyJ");
        assertThat(login.headers().firstValue("cache-control")).hasValue("no-store");
        done(acme.refresh(login));
    }

    @Test
    void an_address_is_one_whatever_its_letters_and_however_they_are_composed() {
        done(acme.setPassword(
                done(acme.invite(Map.of("user_id", "zoe", "email", " Zoe\u0308@Example.COM ")))
                        .at("/token"),
                PASSWORD));

        done(acme.login(acme.page, "zo\u00eb@example.com", PASSWORD));
        done(acme.login(acme.page, "ZO\u00cb@EXAMPLE.com", PASSWORD));
    }

    @Test
    void an_unknown_address_and_a_wrong_password_are_told_apart_by_nothing() {
        acme.account("alice");
        acme.invited("invited");

        long before = acme.hashings();
        Answer wrong = acme.login("alice", "not her password");
        long forWrong = acme.hashings() - before;
        Answer unknown = acme.login("nobody");
        long forUnknown = acme.hashings() - before - forWrong;
        Answer unset = acme.login("invited");
        long forUnset = acme.hashings() - before - forWrong - forUnknown;

        assertThat(List.of(forWrong, forUnknown, forUnset)).as("hashings").containsExactly(1L, 1L, 1L);
        assertThat(wrong.at("/error")).isEqualTo("Invalid credentials");
        assertThat(without(wrong)).isEqualTo(without(unknown)).isEqualTo(without(unset));
        assertThat(List.of(wrong.status(), unknown.status(), unset.status())).containsOnly(401);
        assertThat(wrong.headers().map().keySet())
                .isEqualTo(unknown.headers().map().keySet());
    }

    private static JsonNode without(Answer answer) {
        ObjectNode body = answer.json().deepCopy();
        body.remove("request_id");
        return body;
    }

    @Test
    void each_login_is_audited_once_with_the_users_id_and_never_with_an_address() {
        acme.account("alice");
        acme.login("alice");
        acme.login("alice", "not her password");
        acme.login("nobody");

        assertThat(acme.tenant.audited("account.login")).hasSize(1);
        assertThat(acme.tenant.audited("session.create")).hasSize(1);
        List<JsonNode> failed = acme.tenant.audited("account.login_failed");
        assertThat(failed.stream().map(each -> each.path("reason").asText()))
                .containsExactly("wrong_password", "unknown_user");
        assertThat(failed.getFirst().path("network").asText())
                .matches("[0-9a-f]{16}")
                .isEqualTo(failed.getLast().path("network").asText());
        String chain = SERVER.column("SELECT audit_entries::text FROM audit_entries WHERE tenant_id = '"
                        + acme.tenant.id() + "' AND action ~ '^(account|session)'")
                .toString();
        assertThat(chain).contains("alice").doesNotContain("@example.com", "Example", PASSWORD, "127.0.0.1");
    }

    @Test
    void the_database_holds_no_address_no_name_no_password_and_no_token_as_it_is() {
        Answer invited = acme.invited("alice");
        done(acme.setPassword(invited.at("/token"), PASSWORD));
        Answer reset = done(acme.backend("reset", "alice"));
        acme.login("alice");

        String dump = SERVER.column("SELECT accounts::text FROM accounts").toString()
                + SERVER.column("SELECT account_failures::text FROM account_failures")
                + SERVER.column("SELECT account_secrets::text FROM account_secrets")
                + SERVER.column("SELECT encode(person, 'escape') FROM accounts");
        assertThat(dump)
                .contains("$argon2id$v=19$m=19456,t=2,p=1$")
                .doesNotContain("@example.com", "Example", PASSWORD, invited.at("/token"), reset.at("/token"));
    }

    @Test
    void what_is_malformed_is_refused_before_any_hashing() {
        long before = acme.hashings();

        refused(acme.page.post("/api/auth/login", "{"), 400, "malformed_request");
        assertThat(refused(acme.page.post("/api/auth/login", "{}"), 422, "invalid_request")
                        .fields())
                .contains("email", "password");
        refused(acme.login(acme.page, "not an address", PASSWORD), 422, "invalid_request");
        refused(acme.login(acme.page, "alice@example.com", "x".repeat(1_025)), 422, "invalid_request");
        refused(
                acme.page.post(
                        "/api/auth/login",
                        Json.text(Map.of("email", "alice@example.com", "password", "x", "tenant", "globex"))),
                422,
                "invalid_request");
        refused(acme.login(acme.page, "alice@example.com", "x".repeat(2 << 20)), 413, "payload_too_large");

        assertThat(acme.hashings()).isEqualTo(before);
    }

    @Test
    void a_disabled_account_is_told_only_to_whoever_knows_its_password_and_gets_no_token() {
        acme.account("alice");
        Answer session = done(acme.login("alice"));

        done(acme.backend("disable", "alice"));

        refused(acme.login("alice"), 403, "user_revoked");
        refused(acme.login("alice", "not her password"), 401, "unauthenticated");
        refused(acme.refresh(session), 401, "unauthenticated");
        assertThat(acme.tenant
                        .audited("account.login_failed")
                        .getFirst()
                        .path("reason")
                        .asText())
                .isEqualTo("user_revoked");
        done(acme.backend("enable", "alice"));
        done(acme.login("alice"));
    }

    @Test
    void so_is_a_user_whose_access_is_revoked() {
        acme.account("alice");
        done(acme.tenant.backend().post("/api/v1/users/alice/revoke"));

        refused(acme.login("alice"), 403, "user_revoked");
        refused(acme.login("alice", "not her password"), 401, "unauthenticated");
    }

    @Test
    void one_that_is_disabled_on_a_node_is_refused_on_another_at_once_and_what_is_open_there_ends() {
        URI other = SERVER.startAnotherNode();
        acme.account("alice");
        Answer login = done(acme.login(acme.pageAt(other), "alice@example.com", PASSWORD));
        Caller there = new Caller(other, Secret.of(login.at("/session_token")));
        done(there.post("/api/auth/refresh"));

        done(acme.backend("disable", "alice"));

        refused(there.post("/api/auth/refresh"), 401, "unauthenticated");
        refused(acme.login(acme.pageAt(other), "alice@example.com", PASSWORD), 403, "user_revoked");
        assertThat(acme.tenant
                        .audited("session.revoke_all")
                        .getLast()
                        .path("sessions")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void a_session_may_come_as_a_cookie_which_no_script_can_read() {
        acme.account("alice");

        Answer login = done(acme.page.post(
                "/api/auth/login",
                "{\"email\":\"alice@example.com\",\"password\":\"" + PASSWORD + "\",\"cookie\":true}"));

        assertThat(login.headers().firstValue("set-cookie").orElseThrow())
                .startsWith("__Host-stagedoor=sd_ses_")
                .contains("HttpOnly");
        assertThat(login.json().has("session_token")).isFalse();
        assertThat(names(login.json().path("session"))).containsExactly("expires_at");
    }

    @Test
    @DisplayName("Agent C's own login takes a username, under either path, and gives a token for agents alone (115)")
    void agent_cs_own_login_gives_a_token_for_agents_alone() {
        acme.account("alice");

        for (String path : List.of("/rt/login", "/api/rt/login")) {
            Answer login = done(acme.page.post(path, agentLogin(PASSWORD)));
            assertThat(names(login.json())).contains("agent_c_token", "websocket_url", "expires_at");
            assertThat(login.json().toString()).doesNotContain("sd_ses_", "alice");
            assertThat(login.headers().firstValue("cache-control")).hasValue("no-store");
            refused(SERVER.with(login.at("/agent_c_token")).post("/api/auth/refresh"), 401, "unauthenticated");
            refused(acme.page.post(path, agentLogin("not her password")), 401, "unauthenticated");
        }
    }

    private static String agentLogin(String password) {
        return Json.text(Map.of("username", "alice@example.com", "password", password));
    }

    @Test
    void whose_tenant_is_asked_comes_from_the_key_or_the_host_and_a_session_ends_with_it() {
        acme.account("alice");
        String host = "app" + number + ".example.com";
        done(SERVER.operator().put(acme.tenant.path("/hosts/" + host), ""));

        refused(
                acme.login(new Caller(SERVER.url(), Secret.of("")), "alice@example.com", PASSWORD),
                401,
                "unauthenticated");
        refused(
                acme.login(acme.page.from("https://evil.example"), "alice@example.com", PASSWORD),
                403,
                "origin_not_allowed");
        Answer byBackend = done(acme.login(acme.tenant.backend(), "alice@example.com", PASSWORD));
        done(acme.refresh(byBackend));
        try (AccountScene globex = new AccountScene(SERVER, "others-" + number)) {
            refused(globex.login("alice"), 401, "unauthenticated");
            assertThat(globex.tenant
                            .audited("account.login_failed")
                            .getFirst()
                            .path("reason")
                            .asText())
                    .isEqualTo("unknown_user");
        }
    }

    @Test
    void a_login_is_hashed_once_and_not_lost_however_often_its_tenant_changes_meanwhile() throws Exception {
        acme.account("alice");
        long before = acme.hashings();
        AtomicBoolean enough = new AtomicBoolean();
        Thread changes = Thread.startVirtualThread(() -> {
            while (!enough.get()) {
                done(acme.tenant.backend().post("/api/v1/users/somebody/revoke"));
            }
        });
        try {
            for (int i = 0; i < 5; i++) {
                done(acme.login("alice"));
            }
        } finally {
            enough.set(true);
            changes.join();
        }

        assertThat(acme.hashings() - before).isEqualTo(5);
        assertThat(acme.tenant.audited("account.login")).hasSize(5);
    }

    @Test
    void a_stored_hash_that_is_broken_is_a_fault_of_ours_and_no_wrong_password() {
        acme.account("alice");
        SERVER.sql("UPDATE accounts SET password = '$argon2id$broken' WHERE tenant_id = '" + acme.tenant.id() + "'");

        refused(acme.login("alice"), 500, "internal");
        assertThat(acme.tenant.audited("account.login_failed")).isEmpty();
        assertThat(SERVER.column(
                        "SELECT max(failures) FROM account_failures WHERE tenant_id = '" + acme.tenant.id() + "'"))
                .containsExactly("0");
    }
}
