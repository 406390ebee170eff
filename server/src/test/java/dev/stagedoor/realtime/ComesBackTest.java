// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.until;
import static dev.stagedoor.realtime.RealtimeScene.input;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.TestServer;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
@DisplayName("A page that comes again finds what it left, and no id of a client's reaches what is not theirs")
class ComesBackTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static int number;

    private RealtimeScene acme;

    @BeforeEach
    void aTenant() {
        acme = new RealtimeScene(SERVER, "comes-back-" + ++number);
        done(acme.tenant
                .backend()
                .put(
                        "/api/v1/agents/heron",
                        "{\"name\":\"Heron\",\"agent_name\":\"heron\",\"model\":\"stagedoor/echo\"}"));
    }

    @AfterEach
    void close() {
        acme.close();
    }

    private static String uiSession(Page page) {
        return page.next("ui_session_id_changed").path("ui_session_id").asText();
    }

    private static String agent(Page page) {
        return page.next("chat_session_changed").at("/chat_session/agent_key").asText();
    }

    /** Types of what it hears until it may speak. */
    private static List<String> greeting(Page page) {
        return page.typesUntil("user_turn_start");
    }

    @Test
    @DisplayName("F21: it has the agent that it chose, on another node, and in another UI session too (123)")
    void the_agent_stays() {
        URI other = SERVER.startAnotherNode();
        String token = acme.token("alice");
        Page page = acme.open(token);
        String ui = uiSession(page);
        assertThat(agent(page)).isEqualTo("heron");
        page.ready().say("{\"type\":\"set_agent\",\"agent_key\":\"parrot\"}").next("agent_configuration_changed");
        String chat =
                page.say(input("hello")).next("message").path("session_id").asText();
        page.ready();
        page.vanish();

        Page again = acme.open(other, token, "ui_session_id", ui, "agent_key", "heron");
        assertThat(agent(again)).isEqualTo("parrot");
        Page elsewhere = acme.open(other, token, "chat_session_id", chat);
        assertThat(agent(elsewhere)).isEqualTo("parrot");
        assertThat(uiSession(acme.open(other, token, "chat_session_id", chat))).isNotEqualTo(ui);
    }

    @Test
    void what_a_page_says_is_for_the_agent_that_another_page_has_set_meanwhile() {
        String token = acme.token("alice");
        Page here = acme.open(token);
        String chat = here.ready()
                .say(input("hello"))
                .next("message")
                .path("session_id")
                .asText();
        here.ready();
        Page there = acme.open(token, "chat_session_id", chat).ready();
        there.say("{\"type\":\"set_agent\",\"agent_key\":\"parrot\"}").next("agent_configuration_changed");
        acme.tenant.backend().delete("/api/v1/agents/heron");

        here.forget();
        here.say(input("again")).next("message");

        assertThat(agent(acme.open(token, "chat_session_id", chat))).isEqualTo("parrot");
    }

    @Test
    void a_chat_that_was_given_a_name_keeps_it_when_its_first_message_comes() {
        Page page = acme.open(acme.token("alice")).ready();
        page.say("{\"type\":\"set_chat_session_name\",\"session_name\":\"Ferries\"}")
                .next("chat_session_name_changed");

        page.say(input("when does the next one leave")).next("message");

        page.ready().say("{\"type\":\"get_user_sessions\"}");
        assertThat(page.next("get_user_sessions_response")
                        .at("/sessions/chat_sessions")
                        .findValuesAsText("session_name"))
                .containsExactly("Ferries");
    }

    @Test
    @DisplayName("F6: a reloaded page is told all anew; one that only lost its connection, what it missed")
    void a_reloaded_page_is_told_all() {
        String token = acme.token("alice");
        Page first = acme.open(token);
        String ui = uiSession(first);
        List<String> all = greeting(first);
        long seen = first.say(input("hello")).next("message").path("seq").asLong();
        first.ready();
        long last = first.heard().getLast().path("seq").asLong();
        first.vanish();

        assertThat(greeting(acme.open(token, "ui_session_id", ui))).isEqualTo(all);
        assertThat(greeting(acme.open(token, "ui_session_id", ui, "after", Long.toString(last))))
                .containsExactly("ui_session_id_changed", "user_turn_start");
        Page missed = acme.open(token, "ui_session_id", ui, "after", Long.toString(seen));
        assertThat(greeting(missed)).first().isEqualTo("ui_session_id_changed");
        missed.next("interaction");
    }

    @Test
    @DisplayName(
            "F24: all of the user's pages hear of a renamed or deleted chat, under its own name, and nobody else's")
    void other_pages_hear_of_it() {
        String token = acme.token("alice");
        Page here = acme.open(token).ready();
        String chat =
                here.say(input("hello")).next("message").path("session_id").asText();
        here.ready();
        Page there = acme.open(SERVER.startAnotherNode(), token).ready();
        Page bob = acme.open(acme.token("bob")).ready();

        here.say("{\"type\":\"set_chat_session_name\",\"session_name\":\"Ferries\"}");
        assertThat(there.next("chat_session_name_changed").path("session_name").asText())
                .isEqualTo("Ferries");
        here.say("{\"type\":\"delete_chat_session\"}");
        assertThat(there.next("chat_session_deleted").path("session_id").asText())
                .isEqualTo(chat);
        bob.say("{\"type\":\"ping\"}").next("pong");
        assertThat(bob.heard().toString()).doesNotContain(chat).doesNotContain("Ferries");
    }

    @Test
    @DisplayName("F25: ids are looked up among the user's own, whatever they look like (131)")
    void ids_lead_nowhere() {
        String token = acme.token("alice");
        String bobs = acme.open(acme.token("bob"))
                .next("chat_session_changed")
                .at("/chat_session/session_id")
                .asText();
        Page page = acme.open(token).ready();
        for (String id : List.of("../../etc/passwd", "chat_%00", "'; DROP TABLE chats; --", "..\\\\..\\\\x", bobs)) {
            for (String type : List.of("resume_chat_session", "delete_chat_session")) {
                page.say("{\"type\":\"" + type + "\",\"session_id\":\"" + id + "\"}");
                assertThat(page.next("error").path("code").asText()).as(id).isEqualTo("not_found");
            }
        }
        page.say("{\"type\":\"set_agent\",\"agent_key\":\"../parrot\"}");
        assertThat(page.next("error").path("code").asText()).isEqualTo("not_found");
        Page own = acme.open(token, "chat_session_id", bobs);
        JsonNode opened = own.next("chat_session_changed");
        assertThat(opened.at("/chat_session/session_id").asText()).isNotEqualTo(bobs);
    }

    @Test
    @DisplayName("an agent that the user's tier lacks is in no list, is not chosen, and is not opened (114)")
    void an_agent_that_the_tier_lacks_is_not_there() {
        done(acme.tenant
                .backend()
                .put(
                        "/api/v1/chat-user-policy",
                        "{\"tiers\":{\"basic\":{\"agents\":[\"parrot\"]}},\"default_tier\":\"basic\"}"));
        Page page = acme.open(acme.token("alice"), "agent_key", "heron");

        assertThat(page.next("agent_list").path("agents").findValuesAsText("agent_key"))
                .containsExactly("parrot");
        assertThat(agent(page)).isEqualTo("parrot");
        page.ready();
        for (String type : List.of("set_agent", "new_chat_session")) {
            page.say("{\"type\":\"" + type + "\",\"agent_key\":\"heron\"}");
            assertThat(page.next("error").path("code").asText()).isEqualTo("not_found");
        }
    }

    @Test
    @DisplayName(
            "F26: an id has a longest, and so has a list of chats; what is longer is refused, and the socket stays")
    void what_a_client_says_has_bounds() {
        Page page = acme.open(acme.token("alice")).ready();
        for (String wrong : List.of(
                "{\"type\":\"resume_chat_session\",\"session_id\":\"" + "x".repeat(129) + "\"}",
                "{\"type\":\"set_chat_session_name\",\"session_name\":\"" + "x".repeat(201) + "\"}",
                "{\"type\":\"get_user_sessions\",\"limit\":101}",
                "{\"type\":\"get_user_sessions\",\"limit\":-1}",
                "{\"type\":\"get_user_sessions\",\"offset\":2147483648}",
                "{\"type\":\"set_session_metadata\",\"meta\":{\"a\":\"" + "x".repeat(4_096) + "\"}}")) {
            assertThat(page.say(wrong).next("error").path("code").asText())
                    .as(wrong)
                    .isEqualTo("invalid_request");
        }
        page.say(input("still here")).next("message");
    }

    @Test
    @DisplayName(
            "F26: of a user's UI sessions so many are kept, however often they connect; each has an id of its own (125)")
    void old_sessions_make_room() {
        String token = acme.token("alice");
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 60; i++) {
            Page page = acme.open(token);
            ids.add(uiSession(page));
            page.ready();
            page.vanish();
        }

        assertThat(ids).hasSize(60).allSatisfy(id -> assertThat(id).hasSize(35));
        until("the server has noticed", () -> count("connection <> ''") == 0);
        acme.open(token).ready();
        assertThat(count("TRUE")).isEqualTo(51);
    }

    private long count(String which) {
        return Long.parseLong(SERVER.column(
                        "SELECT count(*) FROM ui_sessions WHERE tenant_id = '" + acme.tenant.id() + "' AND " + which)
                .getFirst());
    }
}
