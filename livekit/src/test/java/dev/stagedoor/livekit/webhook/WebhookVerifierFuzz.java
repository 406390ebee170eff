// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.stagedoor.livekit.token.AccessToken;
import dev.stagedoor.livekit.token.ApiKey;
import dev.stagedoor.livekit.token.TokenSigner;
import java.nio.charset.StandardCharsets;

/** No body and no header makes the verifier throw; an unsigned header is never genuine. */
final class WebhookVerifierFuzz {
    private static final ApiKey KEY = ApiKey.of("APIx", "a secret of thirty-two characters");
    private static final TokenSigner SIGNER = new TokenSigner(KEY);
    private static final WebhookVerifier VERIFIER = new WebhookVerifier(_ -> KEY);

    @FuzzTest(maxDuration = "5s")
    void verify(byte[] input) {
        assertThat(VERIFIER.verify(new String(input, StandardCharsets.UTF_8), input))
                .isInstanceOf(WebhookVerifier.Result.Rejected.class);
        var token =
                AccessToken.forServer().sha256(WebhookVerifier.sha256(input)).build();
        assertThat(VERIFIER.verify(SIGNER.sign(token).jwt(), input)).isNotNull();
    }
}
