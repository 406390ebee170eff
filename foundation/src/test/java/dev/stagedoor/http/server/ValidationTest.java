// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.stagedoor.kernel.Problem;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A refusal is written for people: no regular expression reaches the sender (E1). */
class ValidationTest {
    private static final String DIGITS = "[0-9]+";

    record Wordless(@Pattern(regexp = DIGITS) String code) {}

    record WordlessElements(List<@Pattern(regexp = DIGITS) String> codes) {}

    record WordlessKeys(Map<@Pattern(regexp = DIGITS) String, String> codes) {}

    record WordlessInside(@Valid Wordless inner) {}

    record WordlessInsideElements(List<@Valid Wordless> inner) {}

    record InWords(
            @Pattern(regexp = DIGITS, message = "must be digits")
            String code) {}

    private final Validation validation = new Validation();

    @ParameterizedTest
    @ValueSource(
            classes = {
                Wordless.class,
                WordlessElements.class,
                WordlessKeys.class,
                WordlessInside.class,
                WordlessInsideElements.class
            })
    void a_pattern_without_words_is_no_constraint_of_a_route(Class<?> body) {
        assertThatThrownBy(() -> validation.constrains(body))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs a message in words");
    }

    @Test
    void a_refusal_says_the_words_of_the_pattern() {
        assertThat(validation.constrains(InWords.class)).isTrue();
        assertThatThrownBy(() -> validation.checked(new InWords("abc")))
                .asInstanceOf(type(Problem.class))
                .extracting(Problem::detail)
                .isEqualTo("code: must be digits");
    }
}
