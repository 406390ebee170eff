// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** No text makes the verifier throw, and unsigned text is never accepted; signed garbage is read or rejected. */
final class TokenVerifierFuzz {
    private static final TokenVerifier VERIFIER = new TokenVerifier(Tokens.KEY, Duration.ofSeconds(60), Tokens.CLOCK);
    private static final TokenSigner SIGNER = new TokenSigner(Tokens.KEY, Tokens.CLOCK);

    @FuzzTest(maxDuration = "5s")
    void verify(byte[] input) {
        var text = new String(input, StandardCharsets.UTF_8);
        assertThat(VERIFIER.verify(text)).isInstanceOf(Verification.Rejected.class);
        TokenVerifier.claimedKeyId(text);
        VERIFIER.verify(Tokens.raw(text, "{}"));
        var claims = text.startsWith("{") ? "{\"iss\":\"APItest\",\"exp\":9999999999," + text.substring(1) : text;
        if (VERIFIER.verify(Tokens.raw("{\"alg\":\"HS256\"}", claims)) instanceof Verification.Accepted(var token)) {
            mintAgain(token.grants());
        }
    }

    /** What was read can be written again, or is rejected with a message. */
    private static void mintAgain(ClaimGrants grants) {
        try {
            var jwt = SIGNER.sign(new AccessToken(grants, Duration.ofMinutes(1), null))
                    .jwt();
            assertThat(VERIFIER.verify(jwt)).isInstanceOf(Verification.Accepted.class);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageMatching("(?s).{5,}");
        }
    }
}
