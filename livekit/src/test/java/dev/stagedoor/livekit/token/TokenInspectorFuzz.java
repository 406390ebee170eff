// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** The inspector answers whatever text is pasted. */
final class TokenInspectorFuzz {
    private static final TokenInspector INSPECTOR = new TokenInspector(Tokens.CLOCK);

    @FuzzTest(maxDuration = "5s")
    void inspect(byte[] input) {
        var text = new String(input, StandardCharsets.UTF_8);
        assertThat(INSPECTOR.inspect(text)).isNotNull();
        var wrapped = INSPECTOR.inspect(Tokens.raw(text, text));
        assertThat(wrapped.readable() || wrapped.problems().size() == 1).isTrue();
    }
}
