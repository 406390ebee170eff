// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import static dev.stagedoor.app.TestTenant.done;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestConfig;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.realtime.voice.VoiceConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
@DisplayName("A page is told whether it can speak, and if not, why; its audio is bounded (I7)")
class SpeechTest {
    private static final byte[] FRAME = new byte[960];

    private static final byte[] FULL =
            "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".getBytes(US_ASCII);

    /** Where a bridge should be; it takes nobody. */
    private static final ServerSocket BRIDGE = bound();

    private static final List<Long> RANG = new CopyOnWriteArrayList<>();

    @RegisterExtension
    static final TestServer SERVER = TestServer.configured(
            usual -> TestConfig.with(usual, usual.realtime().with(voice())));

    @RegisterExtension
    static final TestServer WITHOUT_BRIDGE = TestServer.started();

    private static int number;

    private static ServerSocket bound() {
        try {
            ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            Thread.ofVirtual().start(() -> refuse(socket));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void refuse(ServerSocket socket) {
        try {
            while (true) {
                try (Socket caller = socket.accept()) {
                    RANG.add(System.nanoTime());
                    caller.getInputStream().read(new byte[4_096]);
                    caller.getOutputStream().write(FULL);
                }
            }
        } catch (IOException closed) {
            RANG.clear();
        }
    }

    private static VoiceConfig voice() {
        return new VoiceConfig("ws://127.0.0.1:" + BRIDGE.getLocalPort(), Secret.of("x".repeat(32)));
    }

    @AfterAll
    static void close_the_bridge() throws IOException {
        BRIDGE.close();
    }

    private final List<AutoCloseable> open = new ArrayList<>();
    private TestTenant acme;

    @BeforeEach
    void aTenantWithAnAgentThatHasAVoice() {
        acme = tenant(SERVER);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    private TestTenant tenant(TestServer server) {
        TestTenant tenant = new TestTenant(server, "speech-" + ++number);
        open.add(tenant);
        put(tenant, "singer", ",\"voice\":\"nova\"");
        return tenant;
    }

    private static void put(TestTenant tenant, String slug, String more) {
        done(tenant.backend()
                .put(
                        "/api/v1/agents/" + slug,
                        "{\"name\":\"An agent\",\"agent_name\":\"%s\",\"model\":\"stagedoor/echo\"%s}"
                                .formatted(slug, more)));
    }

    private Page page(TestTenant tenant, URI server) {
        Answer session = done(tenant.backend().post("/api/v1/sessions", "{\"user_id\":\"alice\"}"));
        Page page = Page.open(server, session.at("/agent_c/agent_c_token"), Map.of("agent_key", "singer"));
        open.add(page);
        return page.ready();
    }

    private Page page() {
        return page(acme, SERVER.url());
    }

    private static JsonNode first(Page page, String type) {
        return page.heard().stream()
                .filter(frame -> frame.path("type").asText().equals(type))
                .findFirst()
                .orElseThrow();
    }

    private static String refused(Page page, String code) {
        JsonNode error = page.next("error");
        assertThat(error.path("code").asText()).as("%s", error).isEqualTo(code);
        assertThat(error.path("source").asText()).isEqualTo("audio");
        return error.path("reason").asText();
    }

    /** All that it was told until now; nothing is under way after a pong. */
    private static List<String> errors(Page page) {
        page.say("{\"type\":\"ping\"}").next("pong");
        return page.heard().stream()
                .filter(frame -> frame.path("type").asText().equals("error"))
                .map(frame -> frame.path("reason").asText())
                .toList();
    }

    @Test
    void the_handshake_states_the_form_of_audio_where_there_is_a_bridge_a_voice_and_a_project() {
        Page page = page();
        assertThat(first(page, "ui_session_id_changed")
                        .at("/audio/output/sample_rate")
                        .asInt())
                .isEqualTo(24_000);
        assertThat(first(page, "chat_session_changed").at("/audio/input/format").asText())
                .isEqualTo("pcm16");
        assertThat(first(page, "voice_input_supported").toString())
                .contains("\"supported\":true,\"modes\":[\"ptt\",\"vad\"]");

        put(acme, "mute", "");
        page.say("{\"type\":\"set_agent\",\"agent_key\":\"mute\"}");
        assertThat(page.next("agent_configuration_changed").get("audio").isNull())
                .isTrue();
        page.say("{\"type\":\"new_chat_session\",\"agent_key\":\"singer\"}");
        assertThat(page.next("chat_session_changed").at("/audio/input/channels").asInt())
                .isEqualTo(1);
    }

    @Test
    void without_a_bridge() {
        Page page = page(tenant(WITHOUT_BRIDGE), WITHOUT_BRIDGE.url());
        assertThat(first(page, "ui_session_id_changed").get("audio").isNull()).isTrue();
        assertThat(first(page, "voice_input_supported").path("supported").asBoolean())
                .isFalse();

        page.say(FRAME);
        assertThat(refused(page, "audio_not_available")).isEqualTo("no_bridge");
    }

    @Test
    void with_an_agent_that_has_no_voice() {
        put(acme, "singer", ",\"voice\":\" \"");
        Page page = page();
        assertThat(first(page, "ui_session_id_changed").get("audio").isNull()).isTrue();

        page.say("{\"type\":\"set_voice_input_mode\",\"mode\":\"vad\"}");
        assertThat(refused(page, "audio_not_available")).isEqualTo("agent_without_voice");
    }

    @Test
    void with_a_tenant_that_has_no_project() {
        done(SERVER.operator().post(acme.path("/credentials/livekit/revoke"), "{}"));
        Page page = page();
        assertThat(first(page, "ui_session_id_changed").get("audio").isNull()).isTrue();

        page.say("{\"type\":\"ptt_start\"}");
        assertThat(refused(page, "audio_not_available")).isEqualTo("no_project");
    }

    @Test
    void with_a_policy_by_which_nobody_speaks() {
        done(SERVER.operator()
                .patch(acme.path(""), "{\"policy\":{\"grants\":[\"can_subscribe\",\"can_publish_data\"]}}"));
        Page page = page();

        page.say(FRAME);
        assertThat(refused(page, "audio_not_available")).isEqualTo("not_permitted_by_policy");
    }

    @Test
    void a_bridge_that_takes_nobody_costs_no_call_is_told_once_and_not_rung_again_for_a_second() {
        Page page = page();
        RANG.clear();
        page.say(FRAME);
        assertThat(refused(page, "audio_not_available")).isEqualTo("bridge_unreachable");

        for (int i = 0; i < 20; i++) {
            page.say(FRAME);
        }

        assertThat(errors(page)).containsExactly("bridge_unreachable");
        assertThat(done(acme.backend().get("/api/v1/calls")).json().path("items"))
                .isEmpty();
        TestTenant.until("it is rung again", () -> {
            page.say(FRAME);
            return RANG.size() > 1;
        });
        assertThat(Duration.ofNanos(RANG.get(1) - RANG.get(0))).isGreaterThan(Duration.ofMillis(900));
    }

    @Test
    void what_is_no_pcm16_is_refused_and_the_socket_stays() {
        Page page = page();
        for (byte[] wrong : List.of(new byte[3], new byte[0])) {
            page.say(wrong);
            refused(page, "invalid_request");
        }
        page.say("{\"type\":\"set_voice_input_mode\",\"mode\":\"shout\"}");
        assertThat(page.next("error").path("code").asText()).isEqualTo("invalid_request");
        page.say("{\"type\":\"ping\"}").next("pong");
    }

    @Test
    void a_message_that_is_too_long_ends_the_socket() {
        Page page = page();

        page.say(new byte[(64 << 10) + 2]);

        assertThat(page.closed()).startsWith("1009 ");
    }

    @Test
    void more_audio_than_anybody_can_speak_ends_the_socket() {
        assertThat(flooded(page(), new byte[48_000], 10)).isEqualTo("4429 retry_after=1");
    }

    @Test
    void so_do_many_short_messages() {
        assertThat(flooded(page(), new byte[2], 2_000)).isEqualTo("4429 retry_after=1");
    }

    /** As much as ten seconds of audio come through; then a second's more does not. */
    private static String flooded(Page page, byte[] message, int tenSeconds) {
        for (int i = 0; i < tenSeconds; i++) {
            page.say(message);
        }
        page.say("{\"type\":\"ping\"}").next("pong");
        try {
            for (int i = 0; i < tenSeconds; i++) {
                page.say(message);
            }
        } catch (RuntimeException closedMeanwhile) {
            assertThat(closedMeanwhile).hasMessageContaining("closed");
        }
        return page.closed();
    }
}
