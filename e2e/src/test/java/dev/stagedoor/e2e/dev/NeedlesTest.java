// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The search finds what it should; a canary test is worth only as much as this. */
class NeedlesTest {
    private static final String SECRET = "kept>between?us";
    private final Needles needles = new Needles(Map.of("ours", SECRET, "theirs", "something else"));

    @Test
    void a_text_is_found_as_it_is_and_nothing_is_found_where_nothing_is() {
        assertThat(needles.in(SECRET)).containsExactly("ours");
        assertThat(needles.in("{\"a\":\"" + SECRET + "\"}")).containsExactly("ours");
        assertThat(needles.in("kept>between?u")).isEmpty();
        assertThat(needles.in("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "ab", "abc", "{\"secret\":\""})
    void a_text_is_found_in_hex_and_base64_wherever_it_stands(String before) {
        byte[] whole = (before + SECRET + "\"}").getBytes(StandardCharsets.UTF_8);

        assertThat(needles.in(HexFormat.of().formatHex(whole))).containsExactly("ours");
        assertThat(needles.in(HexFormat.of().withUpperCase().formatHex(whole))).containsExactly("ours");
        assertThat(needles.in(Base64.getEncoder().encodeToString(whole))).containsExactly("ours");
        assertThat(needles.in(Base64.getUrlEncoder().encodeToString(whole))).containsExactly("ours");
        assertThat(needles.in(Base64.getMimeEncoder(1000, new byte[] {'\n'}).encodeToString(whole)))
                .containsExactly("ours");
    }
}
