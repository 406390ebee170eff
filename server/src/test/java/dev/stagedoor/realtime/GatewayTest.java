// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import static dev.stagedoor.app.TestTenant.done;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.Caller;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.kernel.Secret;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
@DisplayName("App users talk with text agents over a WebSocket (C1, K2, T4, I7)")
class GatewayTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static int number;

    private final List<Page> pages = new ArrayList<>();
    private TestTenant acme;

    @BeforeEach
    void aTenantWithAnAgent() {
        acme = new TestTenant(SERVER, "realtime-" + ++number);
        done(acme.backend()
                .put(
                        "/api/v1/agents/parrot",
                        "{\"name\":\"Parrot\",\"agent_name\":\"parrot\",\"model\":\"stagedoor/echo\"}"));
    }

    @AfterEach
    void close() {
        pages.forEach(Page::close);
        acme.close();
    }

    private Answer session(String user) {
        return done(acme.backend().post("/api/v1/sessions", "{\"user_id\":\"" + user + "\"}"));
    }

    private static String token(Answer session) {
        return session.at("/agent_c/agent_c_token");
    }

    private Page kept(Page page) {
        pages.add(page);
        return page;
    }

    private Page open(String token, String... query) {
        return open(SERVER.url(), token, query);
    }

    private Page open(URI node, String token, String... query) {
        Map<String, String> parameters = new java.util.LinkedHashMap<>();
        for (int i = 0; i < query.length; i += 2) {
            parameters.put(query[i], query[i + 1]);
        }
        return kept(Page.open(node, token, parameters));
    }

    private static String input(String text) {
        return "{\"type\":\"text_input\",\"text\":\"" + text + "\"}";
    }

    private static long seq(JsonNode frame) {
        return frame.path("seq").asLong();
    }

    @Test
    void a_page_is_told_who_it_is_and_what_it_may_use_and_then_it_may_speak() {
        Page page = open(token(session("alice")));

        assertThat(page.typesUntil("user_turn_start"))
                .containsExactly(
                        "ui_session_id_changed",
                        "chat_user_data",
                        "avatar_list",
                        "voice_list",
                        "agent_list",
                        "tool_catalog",
                        "voice_input_supported",
                        "chat_session_changed",
                        "user_turn_start");
        assertThat(page.heard().getFirst().path("ui_session_id").asText()).matches("ui_[A-Za-z0-9_-]{32}");
        assertThat(page.heard().get(4).at("/agents/0/agent_key").asText()).isEqualTo("parrot");
        assertThat(page.heard().toString()).doesNotContain("cu_").doesNotContain("password");
    }

    @Test
    void what_it_says_is_answered_in_order_and_every_event_has_the_next_number() {
        Page page = open(token(session("alice"))).ready();
        page.forget();

        page.say(input("hello there"));

        assertThat(page.typesUntil("user_turn_start"))
                .containsExactly(
                        "user_turn_end",
                        "interaction",
                        "user_message",
                        "completion",
                        "chat_session_added",
                        "text_delta",
                        "completion",
                        "message",
                        "interaction",
                        "user_turn_start");
        List<Long> numbers = page.heard().stream().map(GatewayTest::seq).toList();
        for (int i = 0; i < numbers.size(); i++) {
            assertThat(numbers.get(i)).isEqualTo(i + 1);
        }
        assertThat(page.heard().get(7).at("/message/content").asText()).isEqualTo("hello there");
    }

    @Test
    void a_page_that_comes_again_is_told_what_it_missed_on_another_node_too() {
        URI other = SERVER.startAnotherNode();
        String token = token(session("alice"));
        Page page = open(token);
        String ui = page.next("ui_session_id_changed").path("ui_session_id").asText();
        page.ready().say(input("one"));
        page.next("user_message");
        long seen = seq(page.heard().getLast());
        page.vanish();

        Page again = open(other, token, "ui_session_id", ui, "after", Long.toString(seen));

        JsonNode greeting = again.next("ui_session_id_changed");
        assertThat(greeting.path("ui_session_id").asText()).isEqualTo(ui);
        assertThat(greeting.path("resumed").asBoolean()).isTrue();
        again.next("message");
        List<Long> numbers = again.heard().stream()
                .map(GatewayTest::seq)
                .filter(seq -> seq > seen)
                .toList();
        assertThat(numbers.getFirst()).isEqualTo(seen + 1);
        assertThat(numbers).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void a_newer_connection_takes_the_ui_session_over_on_whatever_node() {
        URI other = SERVER.startAnotherNode();
        String token = token(session("alice"));
        Page first = open(token);
        String ui = first.next("ui_session_id_changed").path("ui_session_id").asText();
        first.ready();

        Page second = open(token, "ui_session_id", ui).ready();
        assertThat(first.closed()).isEqualTo("4409 replaced");
        Page third = open(other, token, "ui_session_id", ui).ready();
        assertThat(second.closed()).isEqualTo("4409 replaced");
        third.say(input("still me"));
        third.next("message");
    }

    @Test
    void another_users_ui_session_and_one_that_a_client_made_up_are_not_taken() {
        Page alice = open(token(session("alice")));
        String ui = alice.next("ui_session_id_changed").path("ui_session_id").asText();
        String bobs = token(session("bob"));

        for (String wanted : List.of(ui, "ui_" + "A".repeat(32), "made-up")) {
            Page bob = open(bobs, "ui_session_id", wanted);
            JsonNode greeting = bob.next("ui_session_id_changed");
            assertThat(greeting.path("resumed").asBoolean()).isFalse();
            assertThat(greeting.path("ui_session_id").asText()).isNotEqualTo(wanted);
            bob.ready();
        }
        alice.ready().say(input("undisturbed"));
        alice.next("message");
    }

    @Test
    @DisplayName("C1: app users who share a chat user do not see each other's chats")
    void users_of_one_chat_user_see_their_own_chats_only() {
        done(acme.backend().put("/api/v1/chat-user-policy", "{\"strategy\":\"shared\",\"pool_size\":1}"));
        Page alice = open(token(session("alice"))).ready();
        alice.say(input("secret of alice"));
        String chat = alice.next("message").path("session_id").asText();
        Page bob = open(token(session("bob"))).ready();
        bob.forget();

        bob.say("{\"type\":\"get_user_sessions\"}");
        assertThat(bob.next("get_user_sessions_response")
                        .at("/sessions/total_sessions")
                        .asLong())
                .isZero();
        for (String wanted : List.of(
                "{\"type\":\"resume_chat_session\",\"session_id\":\"" + chat + "\"}",
                "{\"type\":\"delete_chat_session\",\"session_id\":\"" + chat + "\"}",
                "{\"type\":\"set_chat_session_name\",\"session_name\":\"mine\",\"session_id\":\"" + chat + "\"}")) {
            bob.say(wanted);
            assertThat(bob.next("error").path("code").asText()).isEqualTo("not_found");
        }
        bob.say(input("hello"));
        bob.next("message");
        assertThat(bob.heard().toString()).doesNotContain("alice").doesNotContain(chat);
        assertThat(SERVER.column(
                        "SELECT count(DISTINCT chat_user_id) FROM chats WHERE tenant_id = '" + acme.id() + "'"))
                .containsExactly("1");
    }

    @Test
    void chats_are_listed_searched_resumed_renamed_and_deleted() {
        String token = token(session("alice"));
        Page page = open(token).ready();
        page.say(input("about trains"));
        String trains = page.next("message").path("session_id").asText();
        page.ready().say("{\"type\":\"new_chat_session\"}");
        String planes =
                page.next("chat_session_changed").at("/chat_session/session_id").asText();
        page.ready().say(input("about planes"));
        page.ready();

        page.say("{\"type\":\"get_user_sessions\",\"query\":\"TRAIN\"}");
        JsonNode found = page.next("get_user_sessions_response");
        assertThat(found.at("/sessions/chat_sessions").findValuesAsText("session_id"))
                .containsExactly(trains);
        page.say("{\"type\":\"resume_chat_session\",\"session_id\":\"" + trains + "\"}");
        assertThat(page.next("chat_session_changed")
                        .at("/chat_session/messages")
                        .findValuesAsText("content"))
                .containsExactly("about trains", "about trains");
        page.say("{\"type\":\"set_chat_session_name\",\"session_name\":\"Ferries\"}");
        assertThat(page.next("chat_session_name_changed").path("session_name").asText())
                .isEqualTo("Ferries");
        page.say("{\"type\":\"delete_chat_session\",\"session_id\":\"" + planes + "\"}");
        page.next("chat_session_deleted");
        page.say("{\"type\":\"get_user_sessions\"}");
        assertThat(page.next("get_user_sessions_response")
                        .at("/sessions/chat_sessions")
                        .findValuesAsText("session_name"))
                .containsExactly("Ferries");
    }

    @Test
    void what_is_no_message_is_refused_and_the_socket_stays() {
        Page page = open(token(session("alice"))).ready();
        Map<String, String> refusals = Map.of(
                "not json", "invalid_json",
                "[]", "invalid_message",
                "{\"type\":\"nonsense\"}", "unknown_type",
                "{\"type\":\"set_session_messages\"}", "not_supported",
                "{\"type\":\"ptt_start\"}", "audio_not_available",
                "{\"type\":\"text_input\"}", "invalid_request",
                "{\"type\":\"text_input\",\"text\":7}", "invalid_request",
                "{\"type\":\"set_agent\",\"agent_key\":\"nobody\"}", "not_found");

        refusals.forEach((frame, code) -> {
            page.say(frame);
            assertThat(page.next("error").path("code").asText()).as(frame).isEqualTo(code);
        });
        page.say("{\"type\":\"ping\"}");
        page.next("pong");
    }

    @Test
    void a_flood_ends_the_connection() {
        Page page = open(token(session("alice"))).ready();
        try {
            for (int i = 0; i < 300; i++) {
                page.say("{\"type\":\"pong\"}");
            }
        } catch (RuntimeException closedMeanwhile) {
            assertThat(closedMeanwhile).hasMessageContaining("closed");
        }

        assertThat(page.closed()).isEqualTo("4429 retry_after=1");
    }

    @Test
    void a_ticket_opens_one_socket() {
        Answer session = session("alice");
        Caller page = new Caller(SERVER.url(), Secret.of(session.at("/session_token")));
        String ticket = done(page.post("/api/v1/realtime/tickets")).at("/ticket");

        kept(Page.openBy(SERVER.url(), Map.of("ticket", ticket))).ready();
        assertThat(kept(Page.openBy(SERVER.url(), Map.of("ticket", ticket))).closed())
                .startsWith("4401 ");
        assertThat(kept(Page.openBy(SERVER.url(), Map.of("token", token(session))))
                        .ready())
                .isNotNull();
        assertThat(acme.audited("realtime.ticket")).hasSize(1);
    }

    @Test
    void whoever_may_not_enter_is_told_why_by_the_code() {
        String token = token(session("alice"));
        assertThat(kept(Page.openBy(SERVER.url(), Map.of())).closed()).isEqualTo("4401 token_expired");
        assertThat(open("nonsense").closed()).isEqualTo("4403 unauthenticated");
        assertThat(open(token.substring(0, token.length() - 3) + "AAA").closed())
                .isEqualTo("4403 unauthenticated");
        done(acme.backend().post("/api/v1/users/alice/revoke"));
        assertThat(open(token).closed()).isEqualTo("4403 user_revoked");
    }

    @Test
    @DisplayName("K2: an open socket ends with its session, on every node")
    void an_open_socket_ends_with_its_session() {
        URI other = SERVER.startAnotherNode();
        Answer session = session("alice");
        Page page = open(other, token(session)).ready();

        done(acme.backend().delete("/api/v1/sessions/" + session.at("/id")));

        assertThat(page.closed()).isEqualTo("4403 unauthenticated");
    }

    @Test
    void a_client_renews_its_token_by_one_of_the_same_session() {
        Answer session = session("alice");
        Page page = open(token(session)).ready();
        String fresh = done(new Caller(SERVER.url(), Secret.of(session.at("/session_token")))
                        .post("/api/auth/refresh-agent-token"))
                .at("/agent_c/agent_c_token");

        page.say("{\"type\":\"auth_refresh\",\"token\":\"" + fresh + "\"}");
        assertThat(page.next("auth_refreshed").path("expires_at").asLong()).isPositive();
        page.say("{\"type\":\"auth_refresh\",\"token\":\"" + token(session("bob")) + "\"}");
        assertThat(page.next("error").path("code").asText()).isEqualTo("unauthenticated");
    }

    @Test
    void a_page_that_left_long_ago_and_what_it_was_told_are_forgotten() {
        Page page = open(token(session("alice")));
        String ui = page.next("ui_session_id_changed").path("ui_session_id").asText();
        page.ready().say(input("hello"));
        page.ready();
        page.vanish();
        TestTenant.until(
                "the server has noticed",
                () -> SERVER.column("SELECT connection FROM ui_sessions WHERE ui_session_id = '" + ui + "'")
                        .equals(List.of("")));

        SERVER.sql("UPDATE ui_sessions SET seen_at = now() - interval '25 hours'");
        open(token(session("bob"))).ready();

        assertThat(SERVER.column("SELECT seq FROM ui_events WHERE ui_session_id = '" + ui + "'"))
                .isEmpty();
    }
}
