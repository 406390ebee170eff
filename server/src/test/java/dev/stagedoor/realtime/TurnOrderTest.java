// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.realtime.RealtimeScene.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.realtime.Transcript.State;
import dev.stagedoor.sandbox.claude.Answer;
import dev.stagedoor.sandbox.claude.Asked;
import dev.stagedoor.sandbox.claude.ClaudeSettings;
import dev.stagedoor.sandbox.claude.SandboxClaude;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
@DisplayName("What a page hears has the protocol's order, whatever happens in a turn (116, 123, 127)")
class TurnOrderTest {
    private static final SandboxClaude CLAUDE = SandboxClaude.start(0, ClaudeSettings.realTime());

    @RegisterExtension
    static final TestServer SERVER = RealtimeScene.answeredBy(CLAUDE);

    private static int number;

    private RealtimeScene acme;
    private String key;

    @BeforeEach
    void aTenantWithAnAgentThatThinks() {
        acme = new RealtimeScene(SERVER, "order-" + ++number);
        key = "sk-ant-api03-order-" + number + "-0123456789";
        RealtimeScene.answers(acme.tenant, CLAUDE, key);
        done(acme.tenant.backend().put("/api/v1/agents/helper", "{\"name\":\"Helper\",\"agent_name\":\"helper\"}"));
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

    private Page open() {
        return acme.open(acme.token("alice"), "agent_key", "helper");
    }

    private static void assertUsersTurn(Page page, int turns) {
        Transcript transcript = Transcript.of(page.heard());
        assertThat(transcript.state()).isEqualTo(State.USERS_TURN);
        assertThat(transcript.turns()).isEqualTo(turns);
    }

    @Test
    void a_conversation_over_several_chats() {
        CLAUDE.when(Asked.with(key))
                .answer(Answer.text("one two three four five").slow(Duration.ofMillis(20)));
        Page page = open().ready();
        page.say(input("hello")).ready();
        page.say("{\"type\":\"new_chat_session\"}").ready();
        page.say(input("again")).ready();
        page.say("{\"type\":\"set_chat_session_name\",\"session_name\":\"Ferries\"}");
        page.say("{\"type\":\"nonsense\"}");
        page.say("{\"type\":\"get_user_sessions\"}");
        JsonNode chats = page.next("get_user_sessions_response").at("/sessions/chat_sessions");
        page.say("{\"type\":\"resume_chat_session\",\"session_id\":\""
                + chats.get(1).path("session_id").asText() + "\"}");
        page.ready();
        page.say(input("and again")).ready();

        assertUsersTurn(page, 3);
    }

    @Test
    void answers_that_are_cancelled_or_fail() {
        CLAUDE.when(Asked.with(key))
                .onCall(1)
                .answer(Answer.text("word ".repeat(2_000)).slow(Duration.ofMillis(20)));
        CLAUDE.when(Asked.with(key)).onCall(2).answer(Answer.fails(500, "stack trace"));
        CLAUDE.when(Asked.with(key)).onCall(3).answer(Answer.text("better"));
        Page page = open().ready();

        page.say(input("talk")).next("text_delta");
        page.say(input("and me")).next("error");
        page.say("{\"type\":\"client_wants_cancel\"}").ready();
        page.say(input("fail")).ready();
        page.say(input("go on")).ready();

        assertUsersTurn(page, 3);
        assertThat(page.heard().getLast().path("type").asText()).isEqualTo("user_turn_start");
    }

    @Test
    void an_answer_that_another_node_begins_anew() {
        URI other = SERVER.startAnotherNode();
        CLAUDE.when(Asked.with(key))
                .onCall(1)
                .answer(Answer.text("lost ".repeat(2_000)).slow(Duration.ofMillis(20)));
        CLAUDE.when(Asked.with(key)).onCall(2).answer(Answer.text("the whole answer"));
        String token = acme.token("alice");
        Page page = acme.open(token, "agent_key", "helper");
        String ui = page.next("ui_session_id_changed").path("ui_session_id").asText();
        page.ready().say(input("talk")).next("text_delta");
        long seen = page.heard().getLast().path("seq").asLong();
        page.vanish();
        SERVER.sql(
                "UPDATE chats SET node = 'dead', leased_until = now() - interval '1 second' WHERE interaction_id <> ''");

        Page again = acme.open(other, token, "ui_session_id", ui, "after", Long.toString(seen))
                .ready();

        List<JsonNode> all = new ArrayList<>(page.heard());
        all.addAll(again.heard());
        Transcript transcript = Transcript.of(all);
        assertThat(transcript.state()).isEqualTo(State.USERS_TURN);
        assertThat(transcript.turns()).isEqualTo(1);
    }

    @Test
    @DisplayName("A frame too few or too many is noticed: what the tests above look with can see")
    void a_wrong_order_is_noticed() {
        CLAUDE.when(Asked.with(key)).answer(Answer.text("short"));
        Page page = open().ready();
        page.say(input("hello")).ready();
        List<JsonNode> heard = page.heard();
        Set<String> free = Set.of(
                "chat_user_data",
                "avatar_list",
                "voice_list",
                "agent_list",
                "tool_catalog",
                "voice_input_supported",
                "text_delta",
                "message",
                "chat_session_added");
        for (int i = 0; i < heard.size(); i++) {
            if (!free.contains(heard.get(i).path("type").asText())) {
                List<JsonNode> fewer = new ArrayList<>(heard);
                fewer.remove(i);
                List<JsonNode> more = new ArrayList<>(heard);
                more.add(i, heard.get(i));
                assertNoticed(fewer);
                assertNoticed(more);
            }
        }
    }

    /** Though their numbers are right. */
    private static void assertNoticed(List<JsonNode> frames) {
        List<JsonNode> numbered = new ArrayList<>();
        for (int i = 0; i < frames.size(); i++) {
            numbered.add(((ObjectNode) frames.get(i).deepCopy()).put("seq", i));
        }
        assertThatThrownBy(() -> {
                    Transcript transcript = Transcript.of(numbered);
                    assertThat(transcript.state()).isEqualTo(State.USERS_TURN);
                })
                .isInstanceOf(AssertionError.class);
    }
}
