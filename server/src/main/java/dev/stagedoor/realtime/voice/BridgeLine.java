// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime.voice;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.outbound.WholeMessages;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One WebSocket to the voice bridge: one participant in one room. One thread sends. */
final class BridgeLine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BridgeLine.class);
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration SEND = Duration.ofSeconds(5);
    private static final WholeMessages.Limits LIMITS = new WholeMessages.Limits(8_192, 1 << 17);

    private final WebSocket socket;

    /** What the bridge says. Nothing here may wait. */
    interface Told {
        /** A notice: {@code joined}, {@code agent_joined}, {@code agent_left}, {@code left}. */
        void notice(String type, String reason);

        void audio(byte[] audio);

        /** The line is cut. */
        void cut();
    }

    private BridgeLine(WebSocket socket) {
        this.socket = socket;
    }

    /** Opens one; {@link NoVoice#UNREACHABLE}. */
    static BridgeLine open(HttpClient http, URI bridge, Secret secret, Told told) throws InterruptedException {
        CompletableFuture<WebSocket> opening = http.newWebSocketBuilder()
                .header("Authorization", "Bearer " + secret.revealText())
                .connectTimeout(CONNECT)
                .buildAsync(bridge, new WholeMessages(LIMITS, new Heard(told)));
        try {
            return new BridgeLine(opening.get(2 * CONNECT.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException e) {
            var _ = opening.thenAccept(WebSocket::abort);
            LOG.warn("the voice bridge at {} cannot be reached: {}", bridge, e.toString());
            throw new NoVoice.Because(NoVoice.UNREACHABLE);
        }
    }

    /** Into that room, by that token. */
    void join(String serverUrl, String token) throws InterruptedException {
        sent(socket.sendText(
                Json.text(Map.of("type", "join", "url", serverUrl, "token", token, "sample_rate", Voices.SAMPLE_RATE)),
                true));
    }

    /** Says that in the room; waits until the line has taken it. */
    void say(byte[] audio) throws InterruptedException {
        sent(socket.sendBinary(ByteBuffer.wrap(audio), true));
    }

    private static void sent(CompletableFuture<WebSocket> sending) throws InterruptedException {
        try {
            sending.get(SEND.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new NoVoice.Because(NoVoice.UNREACHABLE);
        }
    }

    /** Cuts it; the participant leaves the room at once. */
    @Override
    public void close() {
        socket.abort();
    }

    private record Heard(Told told) implements WholeMessages.Hearing {
        @Override
        public void text(String notice) {
            try {
                JsonNode said = Json.read(notice, JsonNode.class);
                told.notice(said.path("type").asText(), said.path("reason").asText());
            } catch (Problem notJson) {
                LOG.warn("the voice bridge says what is no JSON");
            }
        }

        @Override
        public void binary(byte[] audio) {
            told.audio(audio);
        }

        @Override
        public void over(int code, String reason) {
            told.cut();
        }
    }
}
