// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The signature is the one that openssl makes. */
class WebhookSignatureTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String BODY = "{\"from\":\"+12025550143\",\"to\":\"+442079460100\"}";

    private static Map<String, String> signed() {
        return WebhookSignature.headers(
                SECRET, Instant.ofEpochMilli(1_795_000_000_999L), BODY.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void the_timestamp_is_in_whole_seconds() {
        assertThat(signed()).containsEntry("x-webhook-timestamp", "1795000000");
    }

    @Test
    void timestamp_and_body_are_signed_with_the_whole_text_of_the_secret() throws Exception {
        Process openssl = new ProcessBuilder("openssl", "dgst", "-sha256", "-hmac", SECRET, "-r").start();
        openssl.outputWriter(StandardCharsets.UTF_8).append("1795000000" + BODY).close();
        String hex = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).split(" ", 2)[0];

        assertThat(hex).hasSize(64);
        assertThat(signed()).containsEntry("x-webhook-signature", "sha256=" + hex);
    }
}
