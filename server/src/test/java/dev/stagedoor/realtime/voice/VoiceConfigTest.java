// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime.voice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.stagedoor.kernel.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VoiceConfigTest {
    private static final Secret LONG = Secret.of("x".repeat(32));

    @Test
    void there_is_no_bridge_unless_one_is_named() {
        assertThat(VoiceConfig.none().url()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws://127.0.0.1:8790", "wss://bridge.example/voice", "ws://[::1]:8790"})
    void a_bridge_is_named_by_the_url_of_a_websocket(String url) {
        assertThat(new VoiceConfig(url, LONG).url().orElseThrow()).hasToString(url);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:8790", "127.0.0.1:8790", "ws://", "ws://user:word@bridge", "ws://a b"})
    void anything_else_is_refused_without_repeating_it(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new VoiceConfig(url, LONG))
                .withMessage("realtime.voice.bridge: must be of the form ws://host:port or wss://host");
    }

    @Test
    void a_short_secret_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new VoiceConfig("ws://127.0.0.1:8790", Secret.of("x".repeat(31))))
                .withMessageContaining("at least 32 characters");
    }
}
