// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.livekit;

import static dev.stagedoor.app.TestTenant.done;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestConfig;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.devmode.Installation;
import dev.stagedoor.devmode.NodeAgent;
import dev.stagedoor.devmode.NodeBridge;
import dev.stagedoor.e2e.Await;
import dev.stagedoor.e2e.Distribution;
import dev.stagedoor.e2e.Folders;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.launch.LaunchConfig;
import dev.stagedoor.livekit.api.Participant;
import dev.stagedoor.realtime.Page;
import dev.stagedoor.realtime.voice.VoiceConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("App users speak with agents in their tenant's own LiveKit project (I2, K2, T1, I7)")
class VoiceTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    private static final Secret SECRET = Secret.of("the-secret-of-the-bridge-in-this-test");
    private static final Installation INSTALLATION = new Installation(Distribution.project(), System.getenv());
    private static final Path FOLDER = Folders.temporary("voice");
    private static final Tone TONE = Tone.of(450);

    private static NodeBridge bridge = NodeBridge.start(INSTALLATION, FOLDER, SECRET);

    @RegisterExtension
    static final TestServer SERVER = TestServer.configured(usual -> TestConfig.with(
            usual,
            usual.realtime().with(new VoiceConfig(bridge.url(), SECRET)),
            LaunchConfig.of(List.of(NodeAgent.command(INSTALLATION).line()))));

    private static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor();

    private static RealTenant acme;
    private static AgentWorker quiet;

    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeAll
    static void an_agent_that_repeats_what_it_hears_one_that_only_listens_and_one_that_nobody_serves() {
        acme = RealTenant.created(SERVER.operator(), "acme");
        for (String slug : List.of("demo", "quiet", "ghost")) {
            done(acme.key()
                    .put(
                            "/api/v1/agents/" + slug,
                            "{\"name\":\"An agent\",\"agent_name\":\"%s\",\"voice\":\"any\",\"model\":\"stagedoor/echo\"}"
                                    .formatted(slug)));
        }
        quiet = AgentWorker.serving(acme.livekit(), "quiet");
        String workers = "/api/v1/agents/demo/workers";
        done(acme.key().put(workers, "{\"runtime\":\"process\",\"command\":\"demo-agent\"}"));
        Await.until(
                "the worker is registered",
                Duration.ofSeconds(60),
                () -> acme.key().get(workers).at("/ready").equals("1"));
    }

    @AfterEach
    void leave() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    @AfterAll
    static void close() {
        TIMER.shutdownNow();
        quiet.close();
        acme.close();
        bridge.close();
        Folders.delete(FOLDER);
    }

    private static Answer session(String user) {
        return done(acme.key().post("/api/v1/sessions", "{\"user_id\":\"" + user + "\"}"));
    }

    private Page kept(Page page) {
        open.add(page);
        return page;
    }

    /** A page whose chat is with that agent. */
    private Page page(Answer session, String agentKey) {
        return kept(Page.open(SERVER.url(), session.at("/agent_c/agent_c_token"), Map.of("agent_key", agentKey)))
                .ready();
    }

    /** Speaks without end, as fast as people do. */
    private void speaks(Page page, Tone tone) {
        byte[] frame = tone.frame();
        ScheduledFuture<?> speaking = TIMER.scheduleAtFixedRate(() -> page.say(frame), 0, 20, TimeUnit.MILLISECONDS);
        open.add(() -> speaking.cancel(false));
    }

    private static void hears(Page page, Tone tone) {
        Await.until("the tone comes back", SOON, () -> tone.loudnessIn(page.audio()) > 0.1);
    }

    /** The user's newest call. */
    private static JsonNode call(String user) {
        return done(acme.key().get("/api/v1/calls?user=" + user)).json().at("/items/0");
    }

    private static String room(String user) {
        return call(user).path("room_name").asText();
    }

    private static boolean isInside(String room, String user) {
        return acme.inside(room).stream().map(Participant::identity).anyMatch(user::equals);
    }

    /** A user's page, once they are heard in a room. */
    private Page talking(Answer session, String user) {
        Page page = page(session, "quiet");
        page.say(TONE.frame()).next("server_listening");
        assertThat(isInside(room(user), user)).isTrue();
        return page;
    }

    @Test
    void a_tone_reaches_the_agent_and_comes_back() {
        Page page = page(session("alice"), "demo");
        assertThat(page.heard().getFirst().at("/audio").toString())
                .isEqualTo("{\"input\":{\"format\":\"pcm16\",\"sample_rate\":24000,\"channels\":1},"
                        + "\"output\":{\"format\":\"pcm16\",\"sample_rate\":24000,\"channels\":1}}");

        speaks(page, TONE);
        page.next("server_listening");
        hears(page, TONE);

        assertThat(TONE.loudnessIn(page.audio()))
                .isGreaterThan(20 * Tone.of(1_000).loudnessIn(page.audio()));
    }

    @Test
    @DisplayName("T1, S2: the token is recorded, may speak and listen only, and reaches no page")
    void the_token_is_narrow_and_stays_with_the_bridge() {
        Page page = talking(session("bob"), "bob");

        assertThat(SERVER.column("SELECT detail FROM audit_entries WHERE action = 'token.mint' AND target = 'bob'"))
                .singleElement()
                .asString()
                .contains("\"grants\":[\"can_publish\",\"can_subscribe\"]");
        assertThat(page.heard().toString())
                .doesNotContain("eyJ")
                .doesNotContain(acme.livekit().url())
                .doesNotContain(room("bob"));
        assertThat(call("bob").path("conversation_id").asText()).startsWith("chat_");
    }

    @Test
    void text_again_ends_the_call_and_speech_begins_another() {
        Page page = talking(session("carol"), "carol");
        String first = room("carol");

        page.say("{\"type\":\"set_voice_input_mode\",\"mode\":\"text\"}");
        Await.until("the room is closed", SOON, () -> !acme.hasRoom(first));
        assertThat(call("carol").path("end_reason").asText()).isEqualTo("requested");
        page.say(TONE.frame());
        assertThat(page.next("error").path("reason").asText()).isEqualTo("text_mode");

        page.say("{\"type\":\"set_voice_input_mode\",\"mode\":\"vad\"}").next("server_listening");
        assertThat(room("carol")).isNotEqualTo(first);
        page.say("{\"type\":\"new_chat_session\"}").next("chat_session_changed");
        String second = room("carol");
        Await.until("another chat is another call", SOON, () -> !acme.hasRoom(second));
    }

    @Test
    void with_a_button_only_what_is_said_while_it_is_pressed_is_heard() {
        Tone before = Tone.of(1_000);
        Page page = page(session("dave"), "demo");
        page.say("{\"type\":\"set_voice_input_mode\",\"mode\":\"ptt\"}").next("server_listening");
        for (int i = 0; i < 50; i++) {
            page.say(before.frame());
        }

        page.say("{\"type\":\"ptt_start\"}");
        speaks(page, TONE);
        hears(page, TONE);

        for (int from = 0; from < page.audio().size(); from += 25) {
            assertThat(before.loudnessIn(page.audio().subList(0, from))).isLessThan(0.01);
        }
    }

    @Test
    void a_client_without_binary_messages_sends_text() {
        Page page = page(session("erin"), "quiet");
        String content = Base64.getEncoder().encodeToString(TONE.frame());
        page.say("{\"type\":\"audio_input_delta\",\"content\":\"" + content + "\"}")
                .next("server_listening");
        page.say("{\"type\":\"audio_input_delta\",\"content\":\"no base64!\"}");
        assertThat(page.next("error").path("code").asText()).isEqualTo("invalid_request");
    }

    @Test
    @DisplayName("K2, T4: within a second of the end of a session nobody speaks for its user")
    void the_participant_leaves_with_the_session() {
        Answer session = session("frank");
        Page page = talking(session, "frank");
        String room = room("frank");

        done(acme.key().delete("/api/v1/sessions/" + session.at("/id")));
        Await.until("frank has left", AT_ONCE, () -> !isInside(room, "frank"));

        assertThat(page.closed()).isEqualTo("4403 unauthenticated");
        Await.until(
                "the call has ended",
                SOON,
                () -> call("frank").path("status").asText().equals("ended"));
        Await.until("the agent has left", SOON, () -> !acme.hasRoom(room));
    }

    @Test
    void the_participant_leaves_when_the_page_is_gone() {
        Page page = talking(session("grace"), "grace");
        String room = room("grace");

        page.vanish();

        Await.until("grace has left", SOON, () -> !isInside(room, "grace"));
        Await.until("and so has the agent", SOON, () -> !acme.hasRoom(room));
    }

    @Test
    void a_call_that_the_tenant_ends_is_lost_and_speech_begins_another() {
        Page page = talking(session("heidi"), "heidi");

        done(acme.key().post("/api/v1/calls/" + call("heidi").path("id").asText() + "/end"));

        assertThat(page.next("error").path("code").asText()).isEqualTo("audio_lost");
        speaks(page, TONE);
        page.next("server_listening");
    }

    @Test
    void when_the_bridge_dies_the_voice_is_lost_and_the_chat_goes_on() {
        bridge = NodeBridge.start(INSTALLATION, FOLDER, SECRET);
        open.add(bridge);
        Page page = kept(Page.open(
                        SERVER.startAnotherNode(),
                        session("ivan").at("/agent_c/agent_c_token"),
                        Map.of("agent_key", "quiet")))
                .ready();
        page.say(TONE.frame()).next("server_listening");
        String room = room("ivan");

        ProcessHandle.of(bridge.pid()).orElseThrow().destroyForcibly();

        assertThat(page.next("error").path("code").asText()).isEqualTo("audio_lost");
        page.say("{\"type\":\"text_input\",\"text\":\"are you there?\"}");
        assertThat(page.next("message").at("/message/content").asText()).isEqualTo("are you there?");
        Await.until(
                "the call has ended",
                SOON,
                () -> call("ivan").path("status").asText().equals("ended"));
        assertThat(room).isNotEmpty();
        page.ready();
        Await.until("it says that there is none", SOON, () -> {
            page.say(TONE.frame());
            page.say("{\"type\":\"ping\"}").next("pong");
            return page.heard().toString().contains("bridge_unreachable");
        });
    }

    @Test
    void an_agent_that_no_worker_serves_does_not_join() {
        Page page = page(session("judy"), "quiet");
        page.say("{\"type\":\"set_agent\",\"agent_key\":\"ghost\"}");
        assertThat(page.next("agent_configuration_changed")
                        .at("/audio/input/sample_rate")
                        .asInt())
                .isEqualTo(24_000);

        page.say("{\"type\":\"ptt_start\"}");

        JsonNode error = page.next("error");
        assertThat(error.path("code").asText()).isEqualTo("audio_not_available");
        assertThat(error.path("reason").asText()).isEqualTo("agent_did_not_join");
        Await.until(
                "the call has ended",
                SOON,
                () -> call("judy").path("status").asText().equals("ended"));
    }
}
