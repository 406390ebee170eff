// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.api.access.KeyKind;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** S4: keys have 256 random bits, are distinguished by prefix, and a typo is detected without a lookup. */
class KeyTextTest {
    @ParameterizedTest
    @CsvSource({"OPERATOR, sd_op_", "SECRET, sd_live_", "PUBLISHABLE, sd_pub_", "APP, sd_app_"})
    void a_key_begins_with_the_prefix_of_its_kind_and_never_comes_twice(KeyKind kind, String prefix) {
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            String key = KeyText.next(kind).revealText();
            assertThat(key).startsWith(prefix).matches("sd_[a-z]+_[0-9A-Za-z]{49}");
            assertThat(KeyText.hash(key)).isPresent();
            keys.add(key);
        }
        assertThat(keys).hasSize(1000);
    }

    @Property
    void any_one_character_that_is_wrong_is_seen(
            @ForAll @IntRange(max = 56) int at, @ForAll @CharRange(from = '!', to = '~') char wrong) {
        StringBuilder key = new StringBuilder(KeyText.next(KeyKind.SECRET).revealText());
        boolean same = key.charAt(at) == wrong;
        key.setCharAt(at, wrong);
        assertThat(KeyText.hash(key.toString()).isPresent()).isEqualTo(same);
    }

    @Property
    void nothing_else_is_taken_for_a_key(@ForAll String text) {
        assertThat(KeyText.hash(text)).isEmpty();
        assertThat(KeyText.hash("sd_live_" + text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sd_live_", "sd_", "Bearer sd_live_x", "sd_live_\u0000", "sd_op_🎭"})
    void the_obvious_is_refused(String text) {
        assertThat(KeyText.hash(text)).isEmpty();
    }
}
