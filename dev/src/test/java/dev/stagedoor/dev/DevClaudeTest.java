// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dev;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Without a key, dev's Claude")
class DevClaudeTest {
    private static final String DATA = "data: ";

    @Test
    void streams_word_by_word_at_a_pace_that_people_see() throws Exception {
        try (DevClaude claude = DevClaude.of(Map.of())) {
            long start = System.nanoTime();
            List<String> words = streamed(claude, "What streams extraordinarily slowly?");
            Duration took = Duration.ofNanos(System.nanoTime() - start);

            assertThat(words)
                    .containsExactly(
                            "[claude-haiku-4-5]",
                            " Sandbox",
                            " answer",
                            " to:",
                            " \"What",
                            " streams",
                            " extraordinarily",
                            " slowly?\"");
            assertThat(took).isGreaterThanOrEqualTo(DevClaude.PACE.multipliedBy(words.size()));
        }
    }

    private static List<String> streamed(DevClaude claude, String prompt) throws IOException, InterruptedException {
        URI url = URI.create(claude.name().substring(0, claude.name().indexOf(' ')));
        HttpRequest request = HttpRequest.newBuilder(url.resolve("/v1/messages"))
                .header("Authorization", "Bearer " + DevClaude.TOKEN)
                .header("anthropic-version", "2023-06-01")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Json.text(Map.of(
                        "model",
                        "claude-haiku-4-5",
                        "max_tokens",
                        100,
                        "stream",
                        true,
                        "messages",
                        List.of(Map.of("role", "user", "content", prompt))))))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofLines())
                    .body()
                    .filter(line -> line.startsWith(DATA))
                    .map(line -> Json.read(line.substring(DATA.length()), JsonNode.class))
                    .filter(event -> event.path("type").asText().equals("content_block_delta"))
                    .map(event -> event.at("/delta/text").asText())
                    .toList();
        }
    }
}
