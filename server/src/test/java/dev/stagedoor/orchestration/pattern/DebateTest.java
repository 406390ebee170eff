// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration.pattern;

import static dev.stagedoor.orchestration.pattern.Play.agent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.api.orchestration.DebateResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DebateTest {
    private static final List<Agent> THREE = List.of(agent("Ada"), agent("Bo"), agent("Moderator"));
    private final Debate plain = new Debate("Tabs or spaces?", THREE, 2, null, false);
    private final Debate judged = new Debate("Tabs or spaces?", THREE, 3, agent("Judge"), true);

    @Test
    void everybody_sees_everything_said_before() {
        Play play = Play.of(plain, Map.of());

        assertThat(play.calls()).isEqualTo(6).isEqualTo(plain.mostCalls());
        assertThat(play.asked("round-1/Ada")).contains("Tabs or spaces?").contains("You speak first");
        assertThat(play.asked("round-1/Moderator")).contains("<round-1/Ada>", "<round-1/Bo>");
        assertThat(play.asked("round-2/Ada")).contains("<round-1/Ada>", "<round-1/Bo>", "<round-1/Moderator>");
        assertThat(play.asked("round-2/Moderator")).contains("<round-1/Ada>", "<round-2/Bo>", "round 2 of 2");
    }

    @Test
    void the_history_names_round_and_speaker_and_the_last_word_is_the_result() {
        DebateResult result = plain.result(Play.of(plain, Map.of()).answers());

        assertThat(result.debateHistory())
                .extracting(statement -> statement.round() + " " + statement.agent())
                .containsExactly("1 Ada", "1 Bo", "1 Moderator", "2 Ada", "2 Bo", "2 Moderator");
        assertThat(result.rounds()).isEqualTo(2);
        assertThat(result.finalResult()).isEqualTo("<round-2/Moderator>");
    }

    @Test
    void later_calls_begin_with_the_same_text_so_that_it_can_be_cached() {
        Answers first = Answers.of(List.of(Play.text("round-1/Ada", "Tabs.")));
        Answers second = first.with(Play.text("round-1/Bo", "Spaces."));

        List<Prompt.Part> before = plain.next(first).getFirst().prompt().parts();
        List<Prompt.Part> after = plain.next(second).getFirst().prompt().parts();

        assertThat(texts(before)).startsWith("The topic of the debate: " + plain.topic(), "[Round 1] Ada:\nTabs.");
        assertThat(((Prompt.Text) before.get(1)).repeated())
                .as("marked at the end of what is repeated")
                .isTrue();
        assertThat(texts(after)).startsWith(texts(before).subList(0, 2).toArray(String[]::new));
    }

    private static List<String> texts(List<Prompt.Part> parts) {
        return parts.stream().map(part -> ((Prompt.Text) part).text()).toList();
    }

    @Test
    void a_judge_ends_the_debate_once_the_participants_agree_and_gives_the_verdict() {
        Play play = Play.of(
                judged,
                Map.of(
                        "agreement-1", Play.form("agreement-1", "{\"converged\": false}"),
                        "agreement-2", Play.form("agreement-2", "{\"converged\": true}")));

        DebateResult result = judged.result(play.answers());
        assertThat(result.convergedAfterRound()).isEqualTo(2);
        assertThat(result.rounds()).isEqualTo(2);
        assertThat(result.fallback()).isFalse();
        assertThat(result.judge()).isEqualTo("Judge");
        assertThat(result.finalResult()).isEqualTo("<verdict>");
        assertThat(play.asked("verdict")).contains("<round-2/Moderator>");
    }

    @Test
    void a_judge_who_answers_prose_is_asked_once_more_and_then_the_debate_goes_on() {
        Play play = Play.of(judged, Map.of());

        assertThat(play.calls()).isEqualTo(judged.mostCalls());
        assertThat(judged.result(play.answers()).fallback()).isTrue();
        assertThat(judged.result(play.answers()).convergedAfterRound()).isNull();
        assertThat(play.asked("agreement-1-repair")).contains("<agreement-1>").contains("did not call the tool");
    }

    @Test
    void a_statement_that_failed_is_missing_for_the_others() {
        Map<String, Answer> script = new HashMap<>();
        Stream.of("round-1/Ada", "round-1/Bo").forEach(key -> script.put(key, Play.failed(key)));

        Play play = Play.of(plain, script);

        assertThat(play.asked("round-1/Moderator")).doesNotContain("Ada:").doesNotContain("Bo:");
        assertThat(plain.result(play.answers()).debateHistory()).hasSize(4);
    }

    @Test
    void convergence_needs_a_judge() {
        assertThatThrownBy(() -> new Debate("x", THREE, 2, null, true)).isInstanceOf(IllegalArgumentException.class);
    }
}
