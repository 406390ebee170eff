// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.kernel.Scope;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A tenant's backend keeps chat users, and nobody else does (I4, I5, E1)")
class ChatUsersTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static final String USERS = "/api/v1/chat-users";
    private static final String POLICY = "/api/v1/chat-user-policy";

    private static int number;

    private TestTenant acme;

    @BeforeEach
    void aTenant() {
        acme = new TestTenant(SERVER, "chatusers-" + ++number);
    }

    @AfterEach
    void close() {
        acme.close();
    }

    private Answer made(String username) {
        return done(acme.backend().post(USERS, "{\"username\":\"" + username + "\"}"));
    }

    @Test
    @DisplayName("they are created, read, changed, listed and deleted (107)")
    void they_are_kept() {
        Answer kiosk = done(acme.backend().post(USERS, """
                {"username": "kiosk", "agents": ["guide"], "voices": ["nova"], "metadata": {"floor": "0"}}"""));
        assertThat(kiosk.at("/id")).startsWith("cu_");
        assertThat(kiosk.at("/kind")).isEqualTo("manual");
        String path = USERS + "/" + kiosk.at("/id");

        Answer changed = done(acme.backend().patch(path, """
                {"voices": ["echo"], "inherit": ["agents"], "enabled": false}"""));
        assertThat(changed.json().has("agents")).isFalse();
        assertThat(changed.at("/voices/0")).isEqualTo("echo");
        assertThat(changed.at("/metadata/floor")).isEqualTo("0");
        assertThat(done(acme.backend().get(path)).json()).isEqualTo(changed.json());

        Answer lobby = made("lobby");
        Answer first = done(acme.backend().get(USERS + "?limit=1"));
        Answer rest = done(acme.backend().get(USERS + "?limit=1&after=" + first.at("/next")));
        assertThat(first.at("/items/0/username")).isEqualTo("kiosk");
        assertThat(rest.at("/items/0/id")).isEqualTo(lobby.at("/id"));
        assertThat(rest.json().has("next")).isFalse();
        assertThat(done(acme.backend().get(USERS + "?username=lobby&kind=manual"))
                        .json()
                        .path("items"))
                .hasSize(1);

        done(acme.backend().delete(path));
        refused(acme.backend().get(path), 404, "not_found");
        refused(acme.backend().delete(path), 404, "not_found");
        assertThat(acme.audited("chat_user.create")).hasSize(2);
        assertThat(acme.audited("chat_user.delete")).hasSize(1);
    }

    @Test
    @DisplayName("a username is unique within its tenant, of 3 to 50 characters, and none of a strategy's (58, 107)")
    void usernames_are_unique() {
        made("kiosk");
        assertThat(refused(acme.backend().post(USERS, "{\"username\":\"kiosk\"}"), 409, "conflict")
                        .fields())
                .containsExactly("username");
        made("abc");
        made("a".repeat(50));
        for (String wrong : List.of(
                "ab", "a".repeat(51), "Kiosk", "a b c", "alice@example.com", "pool_user_0", "user_1", "tenant_x")) {
            assertThat(refused(acme.backend().post(USERS, "{\"username\":\"" + wrong + "\"}"), 422, "invalid_request")
                            .fields())
                    .as(wrong)
                    .containsExactly("username");
        }
        try (TestTenant globex = new TestTenant(SERVER, "chatusers-others-" + number)) {
            done(globex.backend().post(USERS, "{\"username\":\"kiosk\"}"));
        }
    }

    @Test
    @DisplayName("texts that look like SQL are texts (64)")
    void injection_is_text() {
        made("kiosk");

        String list = USERS + "?username=%27%20OR%20%271%27%3D%271&user_id=%27%3B%20DROP%20TABLE%20chat_users%3B--";
        assertThat(done(acme.backend().get(list)).json().path("items")).isEmpty();
        done(acme.backend().put("/api/v1/chat-user-assignments/x';%20DELETE%20FROM%20chat_users;--", "{}"));
        assertThat(done(acme.backend().get(USERS)).json().path("items")).hasSize(1);
    }

    @Test
    @DisplayName("notes are bounded, and hold nobody's e-mail address (102)")
    void metadata_is_bounded_and_impersonal() {
        assertThat(refused(acme.backend().post(USERS, """
                                        {"username": "kiosk", "metadata": {"contact": "Alice <alice@example.com>"}}"""), 422, "invalid_request")
                        .fields())
                .containsExactly("metadata.contact");
        String nine = "{\"username\": \"kiosk\", \"metadata\": {"
                + String.join(
                        ",",
                        List.of("a", "b", "c", "d", "e", "f", "g", "h", "i").stream()
                                .map(name -> "\"" + name + "\":\"" + "x".repeat(500) + "\"")
                                .toList())
                + "}}";
        refused(acme.backend().post(USERS, nine), 422, "invalid_request");
    }

    @Test
    @DisplayName("the quota refuses one more, and a deleted one makes room (111)")
    void the_quota_holds() {
        done(acme.backend().put(POLICY, "{\"quota\": 1}"));
        Answer only = made("kiosk");

        refused(acme.backend().post(USERS, "{\"username\":\"lobby\"}"), 429, "quota_exceeded");
        done(acme.backend().delete(USERS + "/" + only.at("/id")));
        made("lobby");
    }

    @Test
    void a_repeated_request_makes_one() {
        Caller once = acme.backend().once("k-1");

        Answer first = done(once.post(USERS, "{\"username\":\"kiosk\"}"));
        assertThat(done(once.post(USERS, "{\"username\":\"kiosk\"}")).at("/id")).isEqualTo(first.at("/id"));
    }

    @Test
    @DisplayName("the policy is replaced as a whole, and shows what holds (68, 69)")
    void the_policy_is_kept() {
        Answer standard = done(acme.backend().get(POLICY));
        assertThat(standard.at("/strategy")).isEqualTo("dedicated");
        assertThat(standard.json().at("/pool_size").asInt()).isEqualTo(10);
        assertThat(standard.json().at("/connections_per_user").asInt()).isEqualTo(100);
        assertThat(standard.json().at("/fallback_to_shared").asBoolean(true)).isFalse();

        Answer put = done(acme.backend().put(POLICY, """
                {"strategy": "shared", "pool_size": 3, "tiers": {"basic": {"agents": ["guide"]}}, "default_tier": "basic"}"""));
        assertThat(done(acme.backend().get(POLICY)).json()).isEqualTo(put.json());
        Answer pool = done(acme.backend().get(USERS + "?kind=shared"));
        assertThat(pool.json().path("items").findValuesAsText("username"))
                .containsExactlyInAnyOrder("pool_user_0", "pool_user_1", "pool_user_2");
        assertThat(done(acme.backend().get("/api/v1/chat-user-slots"))
                        .json()
                        .at("/capacity")
                        .asInt())
                .isEqualTo(300);
        done(acme.backend().put(POLICY, "{}"));
        assertThat(done(acme.backend().get(POLICY)).json()).isEqualTo(standard.json());
    }

    @Test
    void what_is_wrong_with_a_policy_is_said_by_field() {
        assertThat(refused(acme.backend().put(POLICY, "{\"default_tier\":\"gold\"}"), 422, "invalid_request")
                        .fields())
                .containsExactly("default_tier");
        assertThat(refused(acme.backend().put(POLICY, "{\"quota\":100001}"), 422, "invalid_request")
                        .fields())
                .containsExactly("quota");
        assertThat(refused(acme.backend().put(POLICY, "{\"pool_size\":0}"), 422, "invalid_request")
                        .fields())
                .containsExactly("pool_size");
        assertThat(refused(acme.backend().put(POLICY, "{\"strategy\":\"anarchy\"}"), 422, "invalid_request")
                        .fields())
                .containsExactly("strategy");
    }

    @Test
    void the_members_of_a_pool_are_alike() {
        done(acme.backend().put(POLICY, "{\"strategy\": \"shared\", \"pool_size\": 1}"));
        String member = done(acme.backend().get(USERS)).at("/items/0/id");

        refused(acme.backend().patch(USERS + "/" + member, "{\"agents\": []}"), 409, "conflict");
        done(acme.backend().patch(USERS + "/" + member, "{\"enabled\": false}"));
    }

    @Test
    void an_app_users_tier_and_chat_user_are_said_and_taken_back() {
        done(acme.backend().put(POLICY, "{\"tiers\": {\"gold\": {}}}"));
        String kiosk = made("kiosk").at("/id");
        String alice = "/api/v1/chat-user-assignments/alice@example.com";

        Answer said = done(acme.backend().put(alice, "{\"tier\": \"gold\", \"chat_user_id\": \"" + kiosk + "\"}"));
        assertThat(said.at("/tier")).isEqualTo("gold");
        assertThat(said.at("/chat_user_id")).isEqualTo(kiosk);
        assertThat(said.json().path("chosen").asBoolean()).isTrue();
        assertThat(done(acme.backend().get(USERS + "?user_id=alice@example.com"))
                        .json()
                        .path("items"))
                .hasSize(1);

        done(acme.backend().delete(alice));
        Answer none = done(acme.backend().get(alice));
        assertThat(none.json().has("tier")).isFalse();
        assertThat(none.json().has("chat_user_id")).isFalse();
        refused(acme.backend().put(alice, "{\"tier\": \"silver\"}"), 422, "invalid_request");
        refused(acme.backend().put(alice, "{\"chat_user_id\": \"cu_nobody\"}"), 404, "not_found");
    }

    @Test
    @DisplayName("a page has no part in it, nor has a key without the scope (55)")
    void only_the_backend_creates_them() {
        acme.withAgent("guide");
        refused(acme.page("guide").post(USERS, "{\"username\":\"kiosk\"}"), 403, "forbidden");
        Answer session = done(acme.backend().post("/api/v1/sessions", "{\"user_id\":\"alice\"}"));
        refused(
                SERVER.with(session.at("/session_token")).post(USERS, "{\"username\":\"kiosk\"}"),
                401,
                "unauthenticated");
        Caller reader = SERVER.with(acme.key(List.of(Scope.CHAT_USERS_READ)));
        refused(reader.post(USERS, "{\"username\":\"kiosk\"}"), 403, "insufficient_scope");
        done(reader.get(USERS));
    }

    @Test
    void another_tenants_are_ones_that_do_not_exist() {
        String kiosk = made("kiosk").at("/id");
        try (TestTenant globex = new TestTenant(SERVER, "chatusers-others-" + number)) {
            refused(globex.backend().get(USERS + "/" + kiosk), 404, "not_found");
            refused(globex.backend().patch(USERS + "/" + kiosk, "{\"enabled\": false}"), 404, "not_found");
            refused(globex.backend().delete(USERS + "/" + kiosk), 404, "not_found");
            refused(
                    globex.backend().put("/api/v1/chat-user-assignments/bob", "{\"chat_user_id\": \"" + kiosk + "\"}"),
                    404,
                    "not_found");
            assertThat(done(globex.backend().get(USERS)).json().path("items")).isEmpty();
        }
    }

    @Test
    void a_deleted_tenant_leaves_none() {
        made("kiosk");
        String id = acme.id();

        done(SERVER.operator().delete(acme.path("")));

        for (String table : List.of("chat_users", "chat_user_policies", "chat_user_assignments", "chat_user_tiers")) {
            assertThat(SERVER.column("SELECT tenant_id FROM " + table + " WHERE tenant_id = '" + id + "'"))
                    .as(table)
                    .isEmpty();
        }
    }
}
