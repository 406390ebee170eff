// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.claude;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.models.messages.MessageCreateParams;
import java.net.URI;
import java.time.Duration;

/** A Messages API under test: its base URL, a key, and Anthropic's SDK for it. */
record ClaudeTarget(URI url, String key) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A small model that takes every setting. */
    static final String MODEL = "claude-haiku-4-5";

    /** The SDK without retries, so that each error is seen. */
    AnthropicClient client() {
        return clientWith(key, 0);
    }

    AnthropicClient clientWith(String otherKey, int retries) {
        return AnthropicOkHttpClient.builder()
                .baseUrl(url.toString())
                .apiKey(otherKey)
                .maxRetries(retries)
                .timeout(PATIENCE)
                .build();
    }

    /** One short question. */
    static MessageCreateParams.Builder ask(String text) {
        return MessageCreateParams.builder().model(MODEL).maxTokens(64).addUserMessage(text);
    }

    RawClaude raw(String path) {
        return new RawClaude(url, path).header("x-api-key", key).header("anthropic-version", "2023-06-01");
    }

    @Override
    public String toString() {
        return url.toString();
    }
}
