// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers;

import static dev.stagedoor.app.TestTenant.claims;
import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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

@DisplayName("Pages get tokens that say what their user may use, and nothing of the chat user behind it (C3, T1, T4)")
class ChatUserTokensTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static final String USERS = "/api/v1/chat-users";
    private static final String POLICY = "/api/v1/chat-user-policy";

    private static int number;

    private TestTenant acme;

    @BeforeEach
    void aTenant() {
        acme = new TestTenant(SERVER, "chattokens-" + ++number);
    }

    @AfterEach
    void close() {
        acme.close();
    }

    private String kiosk() {
        return done(acme.backend().post(USERS, "{\"username\":\"kiosk\",\"agents\":[\"guide\"],\"voices\":[\"nova\"]}"))
                .at("/id");
    }

    private Answer token(String chatUser, String expiresIn) {
        return acme.backend()
                .post(
                        USERS + "/" + chatUser + "/token",
                        "{\"app_user_id\": \"alice\", \"expires_in\": \"" + expiresIn + "\"}");
    }

    private Answer opened(String user) {
        return done(acme.backend().post("/api/v1/sessions", "{\"user_id\":\"" + user + "\"}"));
    }

    private static Answer refreshed(Answer session) {
        return done(SERVER.with(session.at("/session_token")).post("/api/auth/refresh"));
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).toList();
    }

    @Test
    @DisplayName("an hour asked for is an hour given, and the token says when it ends (65, 66, 109)")
    void a_token_lasts_as_long_as_was_asked() {
        String kiosk = kiosk();

        Answer hour = done(token(kiosk, "1h"));
        JsonNode claims = claims(hour.at("/token"));
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isBetween(3_598L, 3_600L);
        assertThat(hour.json().path("expires_at").asLong())
                .isEqualTo(claims.path("exp").asLong());
        assertThat(hour.at("/websocket_url")).isEqualTo("ws://" + SERVER.url().getAuthority() + "/api/rt/ws");
        assertThat(hour.headers().firstValue("cache-control")).hasValue("no-store");
        assertThat(acme.audited("session.create")).hasSize(1);

        Answer quarter = done(token(kiosk, "15m"));
        JsonNode shorter = claims(quarter.at("/token"));
        assertThat(shorter.path("exp").asLong() - shorter.path("iat").asLong()).isBetween(898L, 900L);
    }

    @Test
    @DisplayName("more than the server allows is refused, and so is what is no time (109)")
    void a_token_does_not_last_too_long() {
        String kiosk = kiosk();
        for (String wrong : List.of("61m", "25h", "59s", "1", "forever", "-1h", "0h")) {
            assertThat(refused(token(kiosk, wrong), 422, "invalid_request").fields())
                    .as(wrong)
                    .containsExactly("expires_in");
        }
    }

    @Test
    @DisplayName("no claim and no answer to a page names the chat user or the person (67, 106)")
    void nothing_of_the_chat_user_leaves() {
        String kiosk = kiosk();
        Answer token = done(token(kiosk, "1h"));
        Answer session = opened("alice");

        for (String shown : List.of(
                claims(token.at("/token")).toString(),
                session.json().toString(),
                refreshed(session).json().toString())) {
            assertThat(shown).doesNotContain(kiosk, "kiosk", "chat_user", "password", "hash");
        }
        assertThat(claims(token.at("/token")).toString()).doesNotContain("alice");
    }

    @Test
    @DisplayName("there is none for a chat user that is not there or disabled, and none without the scope (108, 110)")
    void a_token_needs_a_chat_user() {
        String kiosk = kiosk();
        refused(token("cu_01m8kp8xtk3zt2878dcxceejf3", "1h"), 404, "not_found");
        Caller reader = SERVER.with(acme.key(List.of(Scope.CHAT_USERS_READ)));
        refused(reader.post(USERS + "/" + kiosk + "/token", "{\"app_user_id\":\"alice\"}"), 403, "insufficient_scope");
        done(acme.backend().patch(USERS + "/" + kiosk, "{\"enabled\": false}"));
        refused(token(kiosk, "1h"), 403, "forbidden");
        done(acme.backend().post("/api/v1/users/alice/revoke"));
        done(acme.backend().patch(USERS + "/" + kiosk, "{\"enabled\": true}"));
        refused(token(kiosk, "1h"), 403, "user_revoked");
    }

    @Test
    @DisplayName("the app user has that chat user from then on, also by a session of another way in")
    void the_backends_choice_stays() {
        done(token(kiosk(), "1h"));

        Answer session = opened("alice");

        assertThat(texts(session.json().at("/agent_c/agents"))).containsExactly("guide");
        assertThat(texts(session.json().at("/agent_c/voices"))).containsExactly("nova");
        assertThat(texts(opened("bob").json().at("/agent_c/agents"))).isEmpty();
    }

    @Test
    @DisplayName(
            "without a policy a page may reach every enabled agent; a tier cuts that down, with the next token (66, 79, 80)")
    void a_page_is_told_what_its_tier_may_use() {
        acme.withAgent("guide").withAgent("butler");
        Answer alice = opened("alice");
        assertThat(texts(alice.json().at("/agent_c/agents"))).containsExactly("butler", "guide");

        done(acme.backend().put(POLICY, """
                {"tiers": {"basic": {"agents": ["guide"], "voices": ["nova"]},
                           "gold": {"agents": ["guide", "butler"], "voices": ["nova", "echo"], "avatars": ["anna"]}},
                 "default_tier": "basic"}"""));
        assertThat(texts(refreshed(alice).json().at("/agent_c/agents"))).containsExactly("guide");

        done(acme.backend().put("/api/v1/chat-user-assignments/alice", "{\"tier\": \"gold\"}"));
        Answer gold = refreshed(alice);
        assertThat(texts(gold.json().at("/agent_c/agents"))).containsExactly("guide", "butler");
        assertThat(texts(gold.json().at("/agent_c/avatars"))).containsExactly("anna");
        assertThat(texts(opened("bob").json().at("/agent_c/agents"))).containsExactly("guide");
    }

    @Test
    @DisplayName("a refresh holds no place and writes nothing but its entry (75)")
    void a_token_holds_no_place() {
        Answer session = opened("alice");
        for (int i = 0; i < 20; i++) {
            refreshed(session);
        }

        Answer slots = done(acme.backend().get("/api/v1/chat-user-slots"));
        assertThat(slots.json().path("connections").asInt()).isZero();
        assertThat(done(acme.backend().get(USERS)).json().path("items")).isEmpty();
    }

    @Test
    @DisplayName("the page's answer has the same fields under every strategy (68)")
    void a_page_cannot_tell_the_strategy() {
        acme.withAgent("guide");
        Answer dedicated = opened("alice");
        for (String strategy : List.of("shared", "tenant")) {
            done(acme.backend().put(POLICY, "{\"strategy\": \"" + strategy + "\"}"));
            JsonNode access = opened("alice").json().path("agent_c");
            assertThat(access.fieldNames())
                    .toIterable()
                    .containsExactlyElementsOf(
                            () -> dedicated.json().path("agent_c").fieldNames());
            assertThat(texts(access.path("agents"))).containsExactly("guide");
        }
    }
}
