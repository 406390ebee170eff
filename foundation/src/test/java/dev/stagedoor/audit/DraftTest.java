// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.kernel.Problem;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What PostgreSQL cannot store, or is too large, is refused before anything is queued")
class DraftTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123456789Z");

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "\0", "\ud800", "\udc00x", "x\ud83d", "\ud83dx"})
    void a_text_with_nul_or_an_unpaired_surrogate_is_refused(String text) {
        assertThatThrownBy(() -> draft(text, "{}"))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.fields())
                                .extracting(Problem.Field::name)
                                .containsExactly("audit.target"));
    }

    @Test
    void a_detail_that_is_too_large_is_refused() {
        assertThatThrownBy(() -> draft("room", "x".repeat(64 * 1024 + 1)))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.fields())
                                .extracting(Problem.Field::name)
                                .containsExactly("audit.detail"));
        assertThat(draft("room", "x".repeat(64 * 1024)).detail()).hasSize(64 * 1024);
    }

    @Test
    void emoji_are_kept_and_times_are_truncated_to_microseconds() {
        Draft draft = draft("📞 room", "{}");

        assertThat(draft.target()).isEqualTo("📞 room");
        assertThat(draft.at()).isEqualTo(Instant.parse("2026-03-01T12:00:00.123456Z"));
    }

    private static Draft draft(String target, String detail) {
        return new Draft("aud_1", NOW, "token.mint", "key:k", target, "req_1", detail);
    }
}
