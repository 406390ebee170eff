// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.chat;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.stagedoor.app.TestTenant.done;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.json.Json;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Two app users on one chat user never see each other (C1)")
class ApartTest {
    @RegisterExtension
    static final ChatSite SITE = new ChatSite();

    private static final String SECRET = "Zanzibar is my password";

    /** Does with a page's own session what its app does not: asks for what is another's. */
    private static final String FORCE = """
            async ({ query, frames }) => {
                const { agent_c: access } = await (await fetch('/api/auth/refresh-agent-token', { method: 'POST' })).json();
                const url = new URL(access.websocket_url);
                for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
                const socket = new WebSocket(url, ['stagedoor.v1', 'stagedoor.token.' + access.agent_c_token]);
                const heard = [];
                const until = (type) => new Promise((resolve, reject) => {
                    socket.addEventListener('message', ({ data }) => JSON.parse(data).type === type && resolve());
                    socket.addEventListener('close', ({ code }) => reject(new Error('closed ' + code)));
                });
                socket.addEventListener('message', ({ data }) => heard.push(JSON.parse(data)));
                await until('user_turn_start');
                for (const frame of frames) {
                    const answered = until(frame.answer);
                    socket.send(JSON.stringify(frame.say));
                    await answered;
                }
                socket.close();
                return JSON.stringify(heard);
            }
            """;

    private Visitor ada;
    private Visitor grace;

    @BeforeEach
    void both_are_on_one_chat_user_and_ada_has_said_something() {
        ada = Visitor.signedIn(SITE);
        grace = Visitor.signedIn(SITE);
        assertThat(done(SITE.backend().get("/api/v1/chat-users")).json().path("items"))
                .hasSize(1);
        ada.page().getByLabel("Agent").selectOption("Parrot");
        ada.says(SECRET);
        assertThat(ada.answers()).hasText(SECRET);
    }

    @AfterEach
    void leave() {
        ada.close();
        grace.close();
    }

    @Test
    void neither_the_page_nor_its_socket_is_told_of_the_other() {
        grace.page().getByLabel("Agent").selectOption("Parrot");
        grace.says("Hello");
        assertThat(grace.answers()).hasText("Hello");
        ada.button("Rename " + SECRET).press("Enter");
        ada.page().keyboard().type("Moved");
        ada.page().keyboard().press("Enter");
        assertThat(ada.chats()).hasText(Pattern.compile("^Moved"));

        grace.page().getByLabel("Search chats").fill("o");
        assertThat(grace.chats()).hasCount(1);

        assertThat(grace.page().locator("body")).not().containsText("Zanzibar");
        assertThat(grace.heard()).hasSizeGreaterThan(10);
        assertThat(grace.heard().toString()).doesNotContain("Zanzibar", "Moved", chatOf(ada), uiOf(ada));
        assertThat(ada.heard().toString()).contains("Zanzibar", "Moved", chatOf(ada), uiOf(ada));
    }

    @Test
    void a_page_that_forces_the_others_ids_gets_nothing_and_changes_nothing() {
        String chat = chatOf(ada);

        List<JsonNode> heard = force(
                Map.of("chat_session_id", chat, "ui_session_id", uiOf(ada), "after", "0"),
                refused("resume_chat_session", chat),
                refused("delete_chat_session", chat),
                Map.of(
                        "say",
                        Map.of("type", "set_chat_session_name", "session_id", chat, "session_name", "Stolen"),
                        "answer",
                        "error"),
                Map.of(
                        "say",
                        Map.of("type", "get_user_sessions", "query", "Zanzibar"),
                        "answer",
                        "get_user_sessions_response"));

        assertThat(heard.getFirst().path("resumed").asBoolean()).isFalse();
        assertThat(heard.getFirst().path("ui_session_id").asText()).isNotEqualTo(uiOf(ada));
        assertThat(heard.stream().filter(frame -> frame.path("type").asText().equals("error")))
                .extracting(frame -> frame.path("code").asText())
                .containsExactly("not_found", "not_found", "not_found");
        assertThat(heard.getLast().at("/sessions/total_sessions").asInt(-1)).isZero();
        assertThat(heard.toString()).doesNotContain("Zanzibar", chat);
        ada.says("Are we still here?");
        assertThat(ada.answers().last()).hasText("Are we still here?");
        assertThat(ada.chats()).hasCount(1);
        assertThat(ada.page().locator("body")).not().containsText("Stolen");
    }

    private List<JsonNode> force(Map<String, String> query, Object... frames) {
        Object heard = grace.page().evaluate(FORCE, Map.of("query", query, "frames", List.of(frames)));
        return Json.read(String.valueOf(heard), JsonNode.class).valueStream().toList();
    }

    private static Map<String, Object> refused(String type, String chat) {
        return Map.of("say", Map.of("type", type, "session_id", chat), "answer", "error");
    }

    private static String chatOf(Visitor visitor) {
        return visitor.heard("chat_session_added")
                .at("/chat_session/session_id")
                .asText();
    }

    private static String uiOf(Visitor visitor) {
        return visitor.heard("ui_session_id_changed").path("ui_session_id").asText();
    }
}
