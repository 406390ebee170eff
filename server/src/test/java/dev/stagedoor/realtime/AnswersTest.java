// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import static dev.stagedoor.app.TestTenant.done;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.Caller;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.sandbox.claude.Answer;
import dev.stagedoor.sandbox.claude.Asked;
import dev.stagedoor.sandbox.claude.ClaudeCall.Ending;
import dev.stagedoor.sandbox.claude.ClaudeSettings;
import dev.stagedoor.sandbox.claude.SandboxClaude;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
@DisplayName(
        "A text agent answers by the tenant's Claude profile, over restarts, and stops when it is told to (R1, R2)")
class AnswersTest {
    private static final SandboxClaude CLAUDE = SandboxClaude.start(0, ClaudeSettings.realTime());

    @RegisterExtension
    static final TestServer SERVER = RealtimeScene.answeredBy(CLAUDE);

    private static int number;

    private final List<Page> pages = new ArrayList<>();
    private TestTenant acme;
    private String key;

    @BeforeEach
    void aTenantWithAProfileAndAnAgent() {
        acme = new TestTenant(SERVER, "answers-" + ++number);
        key = "sk-ant-api03-" + acme.slug() + "-0123456789";
        RealtimeScene.answers(acme, CLAUDE, key);
        done(acme.backend()
                .put(
                        "/api/v1/agents/helper",
                        "{\"name\":\"Helper\",\"agent_name\":\"helper\",\"system_prompt\":\"You are Helper.\"}"));
    }

    @AfterEach
    void close() {
        CLAUDE.forgetRules();
        pages.forEach(Page::close);
        acme.close();
    }

    @AfterAll
    static void stop() {
        CLAUDE.close();
    }

    private String token() {
        return done(acme.backend().post("/api/v1/sessions", "{\"user_id\":\"alice\"}"))
                .at("/agent_c/agent_c_token");
    }

    private Page open(URI node, String token, Map<String, String> query) {
        Page page = Page.open(node, token, query);
        pages.add(page);
        return page;
    }

    private Page ready() {
        return open(SERVER.url(), token(), Map.of()).ready();
    }

    private static Page say(Page page, String text) {
        return page.say("{\"type\":\"text_input\",\"text\":\"" + text + "\"}");
    }

    /** What a page shows of the answer in progress, by the rules of the protocol. */
    private static String shown(List<JsonNode> frames) {
        StringBuilder text = new StringBuilder();
        for (JsonNode frame : frames) {
            if (frame.path("type").asText().equals("completion")
                    && frame.path("restarted").asBoolean()) {
                text.setLength(0);
            }
            if (frame.path("type").asText().equals("text_delta")) {
                text.append(frame.path("content").asText());
            }
        }
        return text.toString();
    }

    @Test
    void the_model_is_told_the_whole_chat_and_its_words_come_one_after_another() {
        CLAUDE.when(Asked.with(key)).answer(Answer.text("one two three four").slow(Duration.ofMillis(200)));
        Page page = ready();

        say(page, "count").next("message");
        assertThat(shown(page.heard())).isEqualTo("one two three four");
        assertThat(page.heard().stream().filter(f -> f.path("type").asText().equals("text_delta")))
                .hasSizeGreaterThan(1);
        say(page.ready(), "again").next("message");

        assertThat(CLAUDE.calls().with(key).getLast().body().path("messages").findValuesAsText("content"))
                .containsExactly("count", "one two three four", "again");
        assertThat(CLAUDE.calls().with(key).getLast().system()).contains("You are Helper.");
        page.ready();
        TestTenant.until("both calls are counted as the agent's", () -> {
            JsonNode lines = done(acme.backend().get("/api/v1/model-usage?by=agent"))
                    .json()
                    .path("items");
            return lines.path(0).path("name").asText().equals("helper")
                    && lines.path(0).path("calls").asInt() == 2
                    && lines.path(0).at("/usage/output_tokens").asInt() > 0;
        });
    }

    @Test
    void what_is_said_aloud_during_an_answer_is_refused_once_and_dropped() {
        CLAUDE.when(Asked.with(key)).answer(Answer.text("word ".repeat(2_000)).slow(Duration.ofMillis(20)));
        Page page = ready();
        say(page, "talk").next("text_delta");

        for (int i = 0; i < 10; i++) {
            page.say(new byte[960]);
        }
        page.say("{\"type\":\"ping\"}").next("pong");

        assertThat(page.heard().stream()
                        .filter(frame -> frame.path("source").asText().equals("audio"))
                        .map(frame -> frame.path("code").asText()))
                .containsExactly("conflict");
        page.say("{\"type\":\"client_wants_cancel\"}").next("cancelled");
        page.ready().say(new byte[960]);
        assertThat(page.next("error").path("code").asText())
                .as("it is the user's turn again, and this server has no bridge")
                .isEqualTo("audio_not_available");
    }

    @Test
    void the_agent_answers_although_other_pages_cannot_be_told_of_the_chat() {
        CLAUDE.when(Asked.with(key)).answer(Answer.text("here I am"));
        String token = token();
        String other = open(SERVER.url(), token, Map.of())
                .next("ui_session_id_changed")
                .path("ui_session_id")
                .asText();
        SERVER.sql("""
                CREATE FUNCTION no_news() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION 'no news today'; END $$;
                CREATE TRIGGER no_news BEFORE INSERT ON ui_events FOR EACH ROW
                WHEN (NEW.ui_session_id = '%s' AND NEW.type = 'chat_session_added') EXECUTE FUNCTION no_news();
                """.formatted(other));
        try {
            Page page = open(SERVER.url(), token, Map.of()).ready();

            assertThat(say(page, "talk").next("message").at("/message/content").asText())
                    .isEqualTo("here I am");
            page.ready();
            assertThat(page.heard().stream().map(frame -> frame.path("type").asText()))
                    .doesNotContain("error");
        } finally {
            SERVER.sql("DROP TRIGGER no_news ON ui_events; DROP FUNCTION no_news()");
        }
    }

    @Test
    void a_node_goes_on_holding_its_answers_while_one_of_them_is_locked() throws Exception {
        CLAUDE.when(Asked.with(key)).answer(Answer.text("word ".repeat(2_000)).slow(Duration.ofMillis(50)));
        say(ready(), "first").next("text_delta");
        say(ready(), "second").next("text_delta");
        String ofTenant =
                " FROM chats WHERE interaction_id <> '' AND tenant_id = '" + acme.id() + "' ORDER BY interaction_id";
        List<String> ids = SERVER.column("SELECT interaction_id" + ofTenant);
        assertThat(ids).hasSize(2);

        try (Connection locking = SERVER.asAdmin();
                Statement statement = locking.createStatement()) {
            locking.setAutoCommit(false);
            statement.execute("SELECT 1" + ofTenant + " LIMIT 1 FOR UPDATE");
            List<String> before = SERVER.column("SELECT leased_until" + ofTenant);

            TestTenant.until("the other one's lease is renewed", () -> {
                List<String> now = SERVER.column("SELECT leased_until" + ofTenant);
                return now.get(0).equals(before.get(0)) && now.get(1).compareTo(before.get(1)) > 0;
            });
            locking.rollback();
        }
    }

    @Test
    void an_answer_is_stopped_at_once_and_what_was_said_stays() {
        CLAUDE.when(Asked.with(key)).answer(Answer.text("word ".repeat(2_000)).slow(Duration.ofMillis(20)));
        Page page = ready();
        say(page, "talk").next("text_delta");

        page.say("{\"type\":\"client_wants_cancel\"}").next("cancelled");
        String kept = page.next("message").at("/message/content").asText();
        page.ready();

        assertThat(kept).startsWith("word").hasSizeLessThan(5_000);
        assertThat(shown(page.heard())).satisfies(text -> assertThat(kept).startsWith(text));
        TestTenant.until(
                "the provider is left", () -> CLAUDE.calls().with(key).getLast().ending() == Ending.CLIENT_LEFT);
        say(page, "go on").next("completion");
    }

    @Test
    void an_answer_is_stopped_by_a_request_too() {
        CLAUDE.when(Asked.with(key)).answer(Answer.text("word ".repeat(2_000)).slow(Duration.ofMillis(20)));
        String token = token();
        Page page = open(SERVER.url(), token, Map.of());
        String ui = page.next("ui_session_id_changed").path("ui_session_id").asText();
        say(page.ready(), "talk").next("text_delta");

        Caller.Answer stopped = RealtimeScene.form(
                SERVER,
                token,
                "/api/rt/cancel",
                "application/x-www-form-urlencoded",
                ("ui_session_id=" + ui).getBytes(StandardCharsets.UTF_8));

        assertThat(stopped.at("/message")).isEqualTo("The answer was stopped.");
        page.next("cancelled");
        page.ready();
    }

    @Test
    @DisplayName("The model reads a chat's files: pictures, PDF documents, and text; of others it is told the names")
    void the_model_is_given_the_files() {
        CLAUDE.when(Asked.with(key)).answer(Answer.text("seen"));
        String token = token();
        List<String> ids = Stream.of("text", "%PDF-1.7 x", "GIF89a x", "\0\1")
                .map(content -> done(RealtimeScene.upload(
                                SERVER, token, "a.bin", content.getBytes(StandardCharsets.UTF_8)))
                        .at("/id"))
                .toList();
        Page page = open(SERVER.url(), token, Map.of()).ready();

        page.say(RealtimeScene.input("look", ids.toArray(String[]::new))).next("message");

        JsonNode blocks = CLAUDE.calls().with(key).getLast().body().at("/messages/0/content");
        assertThat(blocks.findValuesAsText("type"))
                .containsExactly("text", "document", "base64", "document", "base64", "image", "text", "text");
        assertThat(blocks.at("/0/source/data").asText()).isEqualTo("text");
        assertThat(blocks.at("/1/source/media_type").asText()).isEqualTo("application/pdf");
        assertThat(blocks.at("/2/source/media_type").asText()).isEqualTo("image/gif");
        assertThat(blocks.at("/3/text").asText()).contains("a.bin");
        assertThat(blocks.at("/4/text").asText()).isEqualTo("look");
    }

    @Test
    void nobody_speaks_while_an_answer_is_in_progress() {
        CLAUDE.when(Asked.with(key)).answer(Answer.text("word ".repeat(2_000)).slow(Duration.ofMillis(20)));
        Page page = ready();
        say(page, "talk").next("text_delta");

        assertThat(say(page, "me too").next("error").path("code").asText()).isEqualTo("conflict");
        assertThat(page.say("{\"type\":\"new_chat_session\"}")
                        .next("error")
                        .path("code")
                        .asText())
                .isEqualTo("conflict");
        page.say("{\"type\":\"client_wants_cancel\"}").ready();
    }

    @Test
    void a_failure_is_told_without_its_details_and_the_turn_is_the_users_again() {
        CLAUDE.when(Asked.with(key)).answer(Answer.fails(500, "stack trace"));
        Page page = ready();

        JsonNode error = say(page, "talk").next("error");
        page.ready();

        assertThat(error.path("code").asText()).isEqualTo("provider_unavailable");
        assertThat(page.heard().toString()).doesNotContain("stack trace").doesNotContain(key);
    }

    @Test
    void another_node_begins_the_answer_of_a_dead_one_anew_and_no_word_is_lost_or_doubled() {
        URI other = SERVER.startAnotherNode();
        CLAUDE.when(Asked.with(key))
                .onCall(1)
                .answer(Answer.text("lost ".repeat(2_000)).slow(Duration.ofMillis(20)));
        CLAUDE.when(Asked.with(key)).onCall(2).answer(Answer.text("the whole answer"));
        String token = token();
        Page page = open(SERVER.url(), token, Map.of());
        String ui = page.next("ui_session_id_changed").path("ui_session_id").asText();
        say(page.ready(), "talk").next("text_delta");
        long seen = page.heard().getLast().path("seq").asLong();
        page.vanish();
        SERVER.sql(
                "UPDATE chats SET node = 'dead', leased_until = now() - interval '1 second' WHERE interaction_id <> ''");

        Page again = open(other, token, Map.of("ui_session_id", ui, "after", Long.toString(seen)));
        JsonNode message = again.next("message");

        assertThat(message.at("/message/content").asText()).isEqualTo("the whole answer");
        List<JsonNode> all = new ArrayList<>(page.heard());
        all.addAll(again.heard());
        assertThat(shown(all)).isEqualTo("the whole answer");
        assertThat(all.stream()
                        .filter(frame -> frame.path("type").asText().equals("text_delta"))
                        .map(frame -> frame.path("seq").asLong())
                        .collect(Collectors.toList()))
                .doesNotHaveDuplicates();
        again.ready();
    }

    @Test
    @DisplayName("R2: without a selected profile there is no answer, and never one by somebody else's")
    void without_a_profile_there_is_no_answer() {
        try (TestTenant globex = new TestTenant(SERVER, "answers-others-" + number)) {
            done(globex.backend().put("/api/v1/agents/helper", "{\"name\":\"Helper\",\"agent_name\":\"helper\"}"));
            String token = done(globex.backend().post("/api/v1/sessions", "{\"user_id\":\"alice\"}"))
                    .at("/agent_c/agent_c_token");
            Page page = open(SERVER.url(), token, Map.of()).ready();

            assertThat(say(page, "talk").next("error").path("code").asText()).isEqualTo("no_profile_selected");
        }
    }
}
