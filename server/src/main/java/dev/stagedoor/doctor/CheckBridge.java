// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.json.Json;
import dev.stagedoor.realtime.voice.VoiceConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/** Checks whether the voice bridge, if one is configured, answers and knows the server. */
final class CheckBridge {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final String WHAT = "voice bridge";

    private CheckBridge() {}

    static List<CheckResult> of(VoiceConfig voice) {
        return voice.url().map(bridge -> List.of(look(bridge, voice))).orElse(List.of());
    }

    private static CheckResult look(URI bridge, VoiceConfig voice) {
        String path = bridge.getRawPath() == null || bridge.getRawPath().equals("/") ? "" : bridge.getRawPath();
        URI health = URI.create(bridge.getScheme().replaceFirst("(?i)^ws", "http") + "://" + bridge.getRawAuthority()
                + path + "/health");
        HttpRequest ask = HttpRequest.newBuilder(health)
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + voice.secret().revealText())
                .build();
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            byte[] answer = http.send(ask, BodyHandlers.limiting(BodyHandlers.ofByteArray(), 4096))
                    .body();
            JsonNode said = Json.mapper().readTree(answer);
            if (!said.path("name").asText().equals("stagedoor-voice-bridge")) {
                return CheckResult.failed(WHAT, bridge + " is something else", "correct realtime.voice.bridge");
            }
            return said.has("sessions")
                    ? CheckResult.ok(WHAT, "it listens at " + bridge)
                    : CheckResult.failed(
                            WHAT,
                            "it has another secret",
                            "make realtime.voice.secret the bridge's STAGEDOOR_BRIDGE_SECRET");
        } catch (IOException unreachable) {
            return CheckResult.failed(
                    WHAT, bridge + " cannot be reached", "start it, or correct realtime.voice.bridge");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CheckResult.failed(WHAT, "interrupted", null);
        }
    }
}
