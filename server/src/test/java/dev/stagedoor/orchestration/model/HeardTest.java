// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.models.messages.InputJsonDelta;
import com.anthropic.models.messages.RawContentBlockDelta;
import com.anthropic.models.messages.RawContentBlockDeltaEvent;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.TextDelta;
import dev.stagedoor.kernel.Problem;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An answer is held in memory, and no gateway can make it longer than was asked for (I7)")
class HeardTest {
    private static final String PAGE = "x".repeat(16 << 10);

    private static RawMessageStreamEvent event(RawContentBlockDelta delta) {
        return RawMessageStreamEvent.ofContentBlockDelta(
                RawContentBlockDeltaEvent.builder().index(0).delta(delta).build());
    }

    private static final RawMessageStreamEvent TEXT =
            event(RawContentBlockDelta.ofText(TextDelta.builder().text(PAGE).build()));
    private static final RawMessageStreamEvent FORM = event(RawContentBlockDelta.ofInputJson(
            InputJsonDelta.builder().partialJson(PAGE).build()));

    private static Heard answering(long maxTokens) {
        return new Heard(piece -> {}, false, maxTokens);
    }

    private static void hears(Heard heard, RawMessageStreamEvent event, int times) {
        for (int i = 0; i < times; i++) {
            heard.on(event);
        }
    }

    @Test
    void text_and_form_together_are_refused_beyond_what_so_many_tokens_can_say() {
        Heard heard = answering(4_096);
        hears(heard, TEXT, 8);
        hears(heard, FORM, 8);

        assertThatThrownBy(() -> heard.on(TEXT))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("longer than was asked for");
        assertThatThrownBy(() -> heard.on(FORM)).isInstanceOf(Problem.class);
        assertThat(heard.text()).hasSize(8 * PAGE.length());
    }

    @Test
    void a_short_answer_may_be_somewhat_longer_than_its_tokens() {
        Heard heard = answering(1);

        hears(heard, TEXT, 4);

        assertThatThrownBy(() -> heard.on(TEXT)).isInstanceOf(Problem.class);
    }
}
