// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.roomevents;

import dev.stagedoor.app.TestServer;
import dev.stagedoor.json.Json;
import dev.stagedoor.livekit.token.AccessToken;
import dev.stagedoor.livekit.token.ApiKey;
import dev.stagedoor.livekit.token.TokenSigner;
import dev.stagedoor.livekit.webhook.WebhookVerifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** What a livekit-server sends: its body, and how it signs it. */
record LiveKitWebhook(String body, String contentType, String authorization) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final AtomicLong IDS = new AtomicLong();

    /** An event of that room, signed now. */
    static LiveKitWebhook of(ApiKey key, String event, String room) {
        return of(key, body(event, room, "EV_" + IDS.incrementAndGet()), Clock.systemUTC());
    }

    static LiveKitWebhook of(ApiKey key, String body, Clock clock) {
        AccessToken token = AccessToken.forServer()
                .sha256(WebhookVerifier.sha256(body.getBytes(StandardCharsets.UTF_8)))
                .ttl(Duration.ofMinutes(5))
                .build();
        return new LiveKitWebhook(
                body,
                "application/webhook+json",
                new TokenSigner(key, clock).sign(token).jwt());
    }

    /** Signed by a server whose clock is off by that much. */
    static LiveKitWebhook of(ApiKey key, String body, Duration off) {
        return of(key, body, Clock.fixed(Instant.now().plus(off), ZoneOffset.UTC));
    }

    static String body(String event, String room, String id) {
        Map<String, Object> sent = new LinkedHashMap<>();
        sent.put("event", event);
        sent.put("room", Map.of("sid", "RM_1", "name", room));
        sent.put("participant", Map.of("sid", "PA_1", "identity", "alice", "kind", "STANDARD"));
        sent.put("id", id);
        sent.put("createdAt", Long.toString(Instant.now().getEpochSecond()));
        return Json.text(sent);
    }

    LiveKitWebhook withType(String other) {
        return new LiveKitWebhook(body, other, authorization);
    }

    LiveKitWebhook withBody(String other) {
        return new LiveKitWebhook(other, contentType, authorization);
    }

    LiveKitWebhook authorizedBy(String other) {
        return new LiveKitWebhook(body, contentType, other);
    }

    /** The status of the answer. */
    int sentTo(TestServer server) {
        return sentTo(server.url());
    }

    int sentTo(URI base) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve("/webhooks/livekit"))
                .header("Content-Type", contentType)
                .header("User-Agent", "LiveKit")
                .POST(BodyPublishers.ofString(body));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        try {
            HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
            return answer.statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
