// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.kernel.Secret;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What is kept of a worker's output holds none of its secrets (S2)")
class RedactionTest {
    private static String kept(String line, String... secrets) {
        return Redaction.of(List.of(secrets).stream().map(Secret::of).toList()).line(line);
    }

    @Test
    @DisplayName("a secret is hidden wherever it stands, and however often")
    void hidden() {
        assertThat(kept("key=s3cret-of-acme&again=s3cret-of-acme.", "s3cret-of-acme"))
                .isEqualTo("key=[secret]&again=[secret].");
    }

    @Test
    @DisplayName("of a secret with line breaks each line is hidden, also in JSON, where the breaks are escaped")
    void lines() {
        String pem = "-----BEGIN KEY-----\nMIIEvQIBADANBg\n-----END KEY-----\n";
        assertThat(kept("MIIEvQIBADANBg", pem)).isEqualTo("[secret]");
        assertThat(kept("{\"msg\":\"-----BEGIN KEY-----\\nMIIEvQIBADANBg\\n\"}", pem))
                .isEqualTo("{\"msg\":\"[secret]\\n[secret]\\n\"}");
    }

    @Test
    @DisplayName("a secret that is a part of another one does not uncover the rest")
    void nested() {
        assertThat(kept("abcdefghij-klmnop", "abcdefghij", "abcdefghij-klmnop")).isEqualTo("[secret]");
    }

    @Test
    @DisplayName("what a terminal would obey is taken out, and a long line is cut without half a character")
    void terminal() {
        assertThat(kept("\u001b[31mred\u001b[0m\u0007 bell\tand tab")).isEqualTo("red\ufffd bell\tand tab");
        assertThat(kept("x".repeat(Redaction.LONGEST - 1) + "😀😀")).isEqualTo("x".repeat(Redaction.LONGEST - 1) + "…");
    }

    @Test
    @DisplayName("a secret at the cut leaves no part of it")
    void cut() {
        assertThat(kept("x".repeat(Redaction.LONGEST - 4) + "s3cret-of-acme", "s3cret-of-acme"))
                .doesNotContain("s3cr");
    }
}
