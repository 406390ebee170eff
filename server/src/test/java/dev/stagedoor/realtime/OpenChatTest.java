// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.realtime.RealtimeScene.input;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.sandbox.claude.Answer;
import dev.stagedoor.sandbox.claude.ClaudeSettings;
import dev.stagedoor.sandbox.claude.SandboxClaude;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
@DisplayName("A chat that is open in several pages, that is deleted under one, or that is very long (C1, R1, I7)")
class OpenChatTest {
    private static final SandboxClaude CLAUDE = SandboxClaude.start(0, ClaudeSettings.realTime());

    @RegisterExtension
    static final TestServer SERVER = RealtimeScene.answeredBy(CLAUDE);

    private static int number;
    private RealtimeScene acme;
    private String token;

    @BeforeEach
    void aTenantWithASlowAgent() {
        acme = new RealtimeScene(SERVER, "open-chat-" + ++number);
        String key = "sk-ant-api03-open-chat-" + number + "-0123456789";
        RealtimeScene.answers(acme.tenant, CLAUDE, key);
        done(acme.tenant
                .backend()
                .put(
                        "/api/v1/agents/slow",
                        "{\"name\":\"Slow\",\"agent_name\":\"slow\",\"system_prompt\":\"Slowly.\"}"));
        CLAUDE.when(call -> true).answer(Answer.text("word ".repeat(400)).slow(Duration.ofMillis(20)));
        token = acme.token("alice");
    }

    @AfterEach
    void close() {
        CLAUDE.forgetRules();
        acme.close();
    }

    @AfterAll
    static void stop() {
        CLAUDE.close();
    }

    private Page page(String... query) {
        return acme.open(token, query);
    }

    private static String ui(Page page) {
        return page.next("ui_session_id_changed").path("ui_session_id").asText();
    }

    private static JsonNode chat(Page page) {
        return page.next("chat_session_changed").path("chat_session");
    }

    /** A page whose chat has been spoken in, with the agent that repeats. */
    private String spoken(Page page) {
        String chat = chat(page).path("session_id").asText();
        page.ready().say("{\"type\":\"set_agent\",\"agent_key\":\"parrot\"}").next("agent_configuration_changed");
        page.say(input("hello")).next("message");
        page.ready();
        return chat;
    }

    private static long count(String what) {
        return Long.parseLong(SERVER.column("SELECT count(*) FROM " + what).getFirst());
    }

    @Test
    void a_page_that_is_reloaded_during_an_answer_is_told_what_was_said_so_far_and_may_stop_it() {
        Page before = page("agent_key", "slow");
        String ui = ui(before);
        before.ready().say(input("count")).next("text_delta");
        String first = before.heard().getLast().path("content").asText();
        before.next("text_delta");
        before.vanish();

        Page reloaded = page("ui_session_id", ui);

        assertThat(chat(reloaded).path("messages")).hasSize(1);
        assertThat(reloaded.next("completion").path("running").asBoolean()).isTrue();
        assertThat(reloaded.next("text_delta").path("content").asText()).isEqualTo(first);
        reloaded.say("{\"type\":\"client_wants_cancel\"}").next("cancelled");
        reloaded.ready();
    }

    @Test
    void what_is_said_in_one_page_is_heard_in_every_other_that_has_the_chat_open() {
        Page here = page();
        String chat = spoken(here);
        Page there = page("chat_session_id", chat);
        assertThat(chat(there).path("session_id").asText()).isEqualTo(chat);
        Page elsewhere = page();
        elsewhere.ready();
        there.ready();

        here.say(input("are you there?")).next("message");

        assertThat(there.next("user_message").at("/message/content").asText()).isEqualTo("are you there?");
        JsonNode answer = there.next("message");
        assertThat(answer.at("/message/role").asText()).isEqualTo("assistant");
        assertThat(answer.path("session_id").asText()).isEqualTo(chat);
        assertThat(answer.path("user_session_id").asText()).isEqualTo(ui(here.heard()));
        elsewhere.say("{\"type\":\"ping\"}").next("pong");
        assertThat(elsewhere.heard().toString()).doesNotContain("are you there?");
    }

    private static String ui(List<JsonNode> heard) {
        return heard.getFirst().path("ui_session_id").asText();
    }

    @Test
    void a_page_whose_chat_another_deletes_during_an_answer_gets_a_new_one_and_the_turn() {
        Page page = page("agent_key", "slow");
        String chat = chat(page).path("session_id").asText();
        page.ready().say(input("count")).next("text_delta");
        Page other = page().ready();

        other.say("{\"type\":\"delete_chat_session\",\"session_id\":\"" + chat + "\"}")
                .next("chat_session_deleted");

        JsonNode over = page.next("interaction");
        assertThat(over.path("started").asBoolean()).isFalse();
        page.next("chat_session_deleted");
        assertThat(chat(page).path("session_id").asText()).isNotEqualTo(chat);
        page.ready().say("{\"type\":\"set_agent\",\"agent_key\":\"parrot\"}").next("agent_configuration_changed");
        assertThat(page.say(input("still here"))
                        .next("message")
                        .at("/message/content")
                        .asText())
                .isEqualTo("still here");
        assertThat(count("chat_messages WHERE chat_id = '" + chat + '\'')).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_answer_that_a_dead_node_left_keeps_nobody_from_speaking_in_its_chat(boolean itsPageIsKnown) {
        Page gone = page();
        String chat = spoken(gone);
        String ui = itsPageIsKnown ? ui(gone.heard()) : "ui_forgotten";
        gone.vanish();
        SERVER.sql("""
                UPDATE chats SET interaction_id = 'int_left', ui_session_id = '%s', node = 'dead',
                                 leased_until = now() - interval '1 second'
                 WHERE chat_id = '%s'
                """.formatted(ui, chat));
        Page page = page("chat_session_id", chat).ready();

        assertThat(page.say(input("hello?"))
                        .next("message")
                        .at("/message/content")
                        .asText())
                .isEqualTo("hello?");
        assertThat(count("chats WHERE interaction_id = 'int_left'")).isZero();
    }

    @Test
    void what_is_said_in_a_chat_that_is_gone_is_refused_and_the_page_gets_another_chat() {
        Page page = page();
        String chat = spoken(page);
        SERVER.sql("DELETE FROM chats WHERE chat_id = '" + chat + '\'');

        page.say(input("anybody?"));

        assertThat(chat(page).path("session_id").asText()).isNotEqualTo(chat);
        page.ready().say("{\"type\":\"ping\"}").next("pong");
        assertThat(page.heard().stream()
                        .filter(frame -> frame.path("type").asText().equals("error"))
                        .map(frame -> frame.path("code").asText()))
                .containsExactly("not_found");
        page.say("{\"type\":\"set_agent\",\"agent_key\":\"parrot\"}").next("agent_configuration_changed");
        assertThat(page.say(input("again"))
                        .next("message")
                        .at("/message/content")
                        .asText())
                .isEqualTo("again");
    }

    @Test
    void chats_in_which_nothing_was_said_do_not_pile_up() {
        Page page = page().ready();
        for (int i = 0; i < 5; i++) {
            page.say("{\"type\":\"new_chat_session\"}").ready();
        }

        assertThat(count("chats WHERE tenant_id = '" + acme.tenant.id() + '\'')).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "A long chat is told from its end, up to a quarter of a mebibyte, and stored once; its export is whole")
    void a_long_chat_is_told_from_its_end() {
        Page page = page();
        String chat = spoken(page);
        SERVER.sql("""
                INSERT INTO chat_messages (tenant_id, chat_id, seq, message_id, role, content, files, created_at)
                SELECT '%1$s', '%2$s', n, 'msg_long' || n, 'user', n || ' ' || repeat('x', 60000), '{}', now()
                  FROM generate_series(3, 60) n;
                UPDATE chats SET messages = 60 WHERE chat_id = '%2$s'
                """.formatted(acme.tenant.id(), chat));
        page.say("{\"type\":\"new_chat_session\"}").ready();

        page.say("{\"type\":\"resume_chat_session\",\"session_id\":\"" + chat + "\"}");

        JsonNode messages = chat(page).path("messages");
        assertThat(messages).hasSize(5);
        assertThat(messages.get(4).path("content").asText()).startsWith("60 x");
        page.ready();
        assertThat(count("ui_events WHERE length(data) > 10000 AND tenant_id = '" + acme.tenant.id() + '\''))
                .isZero();
        assertThat(acme.get(token, "/api/rt/chats/" + chat + "/export").body())
                .contains("60 x")
                .contains("3 x");
    }

    @Test
    void a_page_that_comes_with_a_name_that_is_not_its_own_takes_a_place_of_its_own() {
        String made = "ui_" + "A".repeat(32);
        List<Page> pages =
                List.of(page("ui_session_id", made), page("ui_session_id", made), page("ui_session_id", made));
        pages.forEach(Page::ready);

        assertThat(count("chat_user_slots WHERE tenant_id = '" + acme.tenant.id() + '\''))
                .isEqualTo(3);
        assertThat(pages).allMatch(Page::isOpen);
    }

    @Test
    void ids_of_files_are_text_without_control_characters() {
        Page page = page().ready();

        JsonNode error = page.say("{\"type\":\"text_input\",\"text\":\"x\",\"file_ids\":[\"a\\u0000b\"]}")
                .next("error");

        assertThat(error.path("code").asText()).isEqualTo("invalid_request");
    }
}
