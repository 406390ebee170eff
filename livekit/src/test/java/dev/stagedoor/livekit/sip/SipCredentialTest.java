// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.stagedoor.livekit.wire.JsonBytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The password of a trunk leaves in the request that writes the trunk, and nowhere else. */
final class SipCredentialTest {
    private final SipCredential credential = SipCredential.of("acme", "open \"sesame\"");

    private static String written(InboundTrunk trunk) {
        var out = new JsonBytes().open();
        SipJson.write(out, JsonBytes.name("trunk"), trunk);
        return new String(out.close().toBytes(), StandardCharsets.UTF_8);
    }

    private InboundTrunk trunk() {
        return InboundTrunk.forNumbers("+442079460100").credential(credential).build();
    }

    @Test
    void it_is_in_the_request_and_in_no_text() {
        assertThat(written(trunk())).contains("\"authUsername\":\"acme\",\"authPassword\":\"open \\\"sesame\\\"\"");
        assertThat(trunk()).asString().contains("acme").doesNotContain("sesame");
        assertThat(OutboundTrunk.to("x", "+442079460100").credential(credential).build())
                .asString()
                .doesNotContain("sesame");
    }

    @Test
    void it_is_compared_but_not_hashed() {
        assertThat(credential)
                .isEqualTo(SipCredential.of("acme", "open \"sesame\""))
                .isNotEqualTo(SipCredential.of("acme", "other"))
                .isNotEqualTo(SipCredential.of("other", "open \"sesame\""))
                .hasSameHashCodeAs(SipCredential.of("acme", "other"));
    }

    @Test
    void closed_it_is_gone() {
        var trunk = trunk();
        credential.close();
        assertThatIllegalStateException().isThrownBy(() -> written(trunk)).withMessageNotContaining("sesame");
        assertThat(credential).isNotEqualTo(SipCredential.of("acme", "open \"sesame\""));
    }

    @Test
    void what_would_break_out_of_a_header_is_no_user_name() {
        for (var name : List.of("", "a\"b", "a\\b", "a b", "a:b", "a\r\n", "é", "a".repeat(129))) {
            assertThatIllegalArgumentException().as(name).isThrownBy(() -> SipCredential.of(name, "x"));
        }
        for (var password : List.of("", "a\n", "é", "a".repeat(129))) {
            assertThatIllegalArgumentException().as(password).isThrownBy(() -> SipCredential.of("acme", password));
        }
        assertThat(SipCredential.of("acme+1@example.com!#[]~", "x").username()).isEqualTo("acme+1@example.com!#[]~");
    }
}
