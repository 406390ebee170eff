// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangeTest {
    /** The API server takes an exception only from the inside of its range. */
    @ParameterizedTest
    @CsvSource({
        "0.0.0.0/0, 169.254.0.0/16, true",
        "10.0.0.0/8, 10.1.2.3/32, true",
        "10.1.0.0/17, 10.1.127.255/32, true",
        "10.1.0.0/17, 10.1.128.0/32, false",
        "10.0.0.0/8, 10.0.0.0/8, false",
        "10.1.0.0/16, 10.0.0.0/8, false",
        "10.0.0.0/8, 11.0.0.0/16, false",
        "::/0, fe80::/10, true",
        "::/0, 169.254.0.0/16, false",
        "0.0.0.0/0, fe80::/10, false"
    })
    void a_range_surrounds_what_is_in_it(String outer, String inner, boolean expected) {
        assertThat(Range.parse(outer).surrounds(Range.parse(inner))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "10.0.0.0", "10.0.0.0/33", "10.0.0.0/-1", "example.com/8", "::/129", "10.0.0.0/8/9", "a/b"})
    void what_is_no_range_is_refused(String text) {
        assertThatThrownBy(() -> Range.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
