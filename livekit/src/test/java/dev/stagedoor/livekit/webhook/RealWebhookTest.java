// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.stagedoor.livekit.RealServer;
import dev.stagedoor.livekit.ServerUrl;
import dev.stagedoor.livekit.api.AddressPolicy;
import dev.stagedoor.livekit.api.CreateRoom;
import dev.stagedoor.livekit.api.LiveKitClient;
import dev.stagedoor.livekit.api.Project;
import dev.stagedoor.livekit.token.ApiKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A real server's webhooks verify and describe what happened. */
final class RealWebhookTest {
    /** A received webhook. */
    record Posted(String authorization, String body) {}

    @Test
    void a_real_server_sends_genuine_webhooks_when_a_room_is_created_and_deleted() throws Exception {
        BlockingQueue<Posted> posted = new LinkedBlockingQueue<>();
        var receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/hook", exchange -> {
            posted.add(new Posted(
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        receiver.start();
        var webhook = "webhook: {api_key: \"${KEY}\", urls: [\"http://127.0.0.1:"
                + receiver.getAddress().getPort() + "/hook\"]}";
        try (var server = RealServer.start(webhook);
                var client = LiveKitClient.create(AddressPolicy.ANYWHERE)) {
            var key = ApiKey.of(server.key(), server.secret());
            var verifier = new WebhookVerifier(id -> id.equals(key.id()) ? key : null);
            var rooms = client.rooms(Project.of(ServerUrl.parse(server.url()), key));
            rooms.createRoom(CreateRoom.named("acme.lobby"));
            assertThat(next(posted, verifier)).extracting(WebhookEvent::event).isEqualTo("room_started");
            rooms.deleteRoom("acme.lobby");
            var finished = next(posted, verifier);
            assertThat(finished.event()).isEqualTo("room_finished");
            assertThat(finished.id()).startsWith("EV_");
            assertThat(finished.room())
                    .satisfies(room -> assertThat(room.name()).isEqualTo("acme.lobby"));
        } finally {
            receiver.stop(0);
        }
    }

    private static WebhookEvent next(BlockingQueue<Posted> posted, WebhookVerifier verifier)
            throws InterruptedException {
        var one = posted.poll(10, TimeUnit.SECONDS);
        assertThat(one).isNotNull();
        return switch (verifier.verify(one.authorization(), one.body().getBytes(StandardCharsets.UTF_8))) {
            case WebhookVerifier.Result.Genuine genuine -> genuine.event();
            case WebhookVerifier.Result.Rejected(var why) -> throw new AssertionError(why);
        };
    }
}
