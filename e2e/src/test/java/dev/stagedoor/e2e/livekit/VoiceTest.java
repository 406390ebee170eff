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
import dev.stagedoor.livekit.api.Participant;
import dev.stagedoor.realtime.Page;
import dev.stagedoor.realtime.voice.VoiceConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
    static final TestServer SERVER = TestServer.configured(
            usual -> TestConfig.with(usual, usual.realtime().with(new VoiceConfig(bridge.url(), SECRET))));

    private static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor();

    private static RealTenant acme;
    private static NodeAgent agent;

    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeAll
    static void a_tenant_with_the_demo_agent() {
        acme = RealTenant.created(SERVER.operator(), "acme");
        done(acme.key()
                .put(
                        "/api/v1/agents/demo",
                        "{\"name\":\"Demo\",\"agent_name\":\"demo\",\"voice\":\"any\",\"model\":\"stagedoor/echo\"}"));
        agent = NodeAgent.start(
                INSTALLATION,
                new NodeAgent.Spec(
                        "acme",
                        FOLDER,
                        acme.livekit().url(),
                        acme.livekit().key(),
                        Secret.of(acme.livekit().secret()),
                        "demo",
                        SERVER.url().toString()));
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
        agent.close();
        acme.close();
        bridge.close();
        Folders.delete(FOLDER);
    }

    private static Answer session(String user) {
        return done(acme.key().post("/api/v1/sessions", "{\"user_id\":\"" + user + "\"}"));
    }

    private Page page(Answer session) {
        Page page = Page.open(SERVER.url(), session.at("/agent_c/agent_c_token"), Map.of());
        open.add(page);
        return page.ready();
    }

    /** Speaks without end, as fast as people do. */
    private ScheduledFuture<?> speaks(Page page) {
        byte[] frame = TONE.frame();
        ScheduledFuture<?> speaking = TIMER.scheduleAtFixedRate(() -> page.say(frame), 0, 20, TimeUnit.MILLISECONDS);
        open.add(() -> speaking.cancel(false));
        return speaking;
    }

    private static void hears(Page page) {
        Await.until("the tone comes back", SOON, () -> TONE.loudnessIn(page.audio()) > 0.1);
    }

    private static JsonNode call(String user) {
        JsonNode calls = done(acme.key().get("/api/v1/calls?user_id=" + user)).json();
        return calls.at("/data/0");
    }

    private static boolean isInside(String room, String user) {
        return acme.inside(room).stream().map(Participant::identity).anyMatch(user::equals);
    }

    @Test
    void a_tone_reaches_the_agent_and_comes_back() {
        Page page = page(session("alice"));
        assertThat(page.heard().getFirst().at("/audio").toString())
                .isEqualTo("{\"input\":{\"format\":\"pcm16\",\"sample_rate\":24000,\"channels\":1},"
                        + "\"output\":{\"format\":\"pcm16\",\"sample_rate\":24000,\"channels\":1}}");

        speaks(page);
        page.next("server_listening");
        hears(page);

        assertThat(TONE.loudnessIn(page.audio()))
                .isGreaterThan(20 * Tone.of(1_000).loudnessIn(page.audio()));
    }
}
