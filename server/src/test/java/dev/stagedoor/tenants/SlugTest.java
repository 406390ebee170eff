// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tenants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stagedoor.kernel.Problem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlugTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "acme", "acme-2", "0", "a0123456789012345678901234567890123456b", "a--b"})
    void a_slug_is_lower_case_letters_digits_and_inner_hyphens(String slug) {
        assertThat(new Slug(slug)).hasToString(slug);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-a",
                "a-",
                "A",
                "acme.eu",
                "acme_eu",
                "a b",
                "ümlaut",
                "🎭",
                "a\u0000",
                "acme\n",
                "ten_platform",
                "a01234567890123456789012345678901234567xy"
            })
    void anything_else_is_refused(String slug) {
        refused(slug);
    }

    @ParameterizedTest
    @ValueSource(strings = {"platform", "api", "admin", "tenants", "stagedoor"})
    void words_that_would_be_taken_for_us_are_reserved(String slug) {
        refused(slug);
    }

    private static void refused(String slug) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> new Slug(slug))
                .satisfies(problem -> assertThat(problem.fields())
                        .extracting(Problem.Field::name)
                        .containsExactly("slug"));
    }
}
