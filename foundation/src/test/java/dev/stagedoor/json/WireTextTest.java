// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.kernel.Problem;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON is UTF-8, and holds only text that can be stored, in every position; times have four-digit years. */
class WireTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE", "UTF-32BE"})
    void another_encoding_is_refused_though_jackson_would_read_it(String encoding) {
        byte[] body = "{\"a\":\"中\"}".getBytes(Charset.forName(encoding));

        assertThatThrownBy(() -> Json.read(body, Map.class))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff", "c3", "eda080", "c080", "f4908080", "00"})
    void bytes_that_are_no_characters_are_refused(String hex) {
        byte[] start = "{\"a\":\"".getBytes(StandardCharsets.US_ASCII);
        byte[] odd = HexFormat.of().parseHex(hex);
        byte[] body = Arrays.copyOf(start, start.length + odd.length + 2);
        System.arraycopy(odd, 0, body, start.length, odd.length);
        body[body.length - 2] = '"';
        body[body.length - 1] = '}';

        assertThatThrownBy(() -> Json.read(body, Map.class)).isInstanceOf(Problem.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":\"x\\u0000\"}",
                "{\"\\u0000\":1}",
                "{\"a\":{\"b\\u0000\":1}}",
                "{\"a\":[{\"b\":[\"\\u0000\"]}]}",
                "\"\\u0000\"",
                "{\"a\":\"\\ud800\"}",
                "{\"\\uDC00\":1}",
                "{\"a\":[\"\\ud83d\\u0041\"]}"
            })
    void escapes_of_what_cannot_be_stored_are_refused_in_every_position(String json) {
        assertThatThrownBy(() -> Json.read(json.getBytes(StandardCharsets.UTF_8), Object.class))
                .isInstanceOf(Problem.class);
    }

    @Test
    void other_text_is_read() {
        byte[] body = "{\"ä\":\"😀 \\ud83d\\ude00 \\\\u0000\"}".getBytes(StandardCharsets.UTF_8);

        assertThatCode(() -> Json.read(body, Map.class)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+1000000000-01-01T00:00:00Z",
                "-0001-01-01T00:00:00Z",
                "+10000-01-01T00:00:00Z",
                "2026",
                "now",
                ""
            })
    void a_time_that_no_database_holds_is_none(String text) {
        assertThat(WireTime.parse(text)).isEmpty();
        assertThatThrownBy(() -> Json.read(Json.bytes(text), Instant.class)).isInstanceOf(Problem.class);
    }

    @Test
    void other_times_are_read_with_any_offset() {
        assertThat(WireTime.parse("2026-03-01T12:00:00+02:00")).hasValue(Instant.parse("2026-03-01T10:00:00Z"));
        assertThat(WireTime.parse("9999-12-31T23:59:59Z")).isPresent();
        assertThat(WireTime.parse("9999-12-31T23:59:59-01:00")).isEmpty();
    }
}
