// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Rooms are asked for together, and none that has changed is said to be as it was (D6)")
class GlancesTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Glance ALICE = new Glance("RM_1", 1, 1);
    private static final Glance ALICE_AND_BOB = new Glance("RM_1", 2, 1);

    private final Glances glances = new Glances(Beat.every(Duration.ofSeconds(5)));

    private static Instant at(double second) {
        return START.plusMillis(Math.round(second * 1000));
    }

    private boolean isAsItWas(double then, double now) {
        return glances.unchangedSince("desk", at(then), at(now)).isPresent();
    }

    /** Somebody wants to know of it, and has looked. */
    private void looked(Glance found, double second) {
        glances.unchangedSince("desk", at(second), at(second));
        glances.looked("desk", found, at(second));
    }

    private Set<String> saw(Glance found, double second) {
        return glances.saw(List.of("desk"), Map.of("desk", found), at(second));
    }

    @Test
    void of_a_room_that_nobody_has_looked_at_nothing_is_known() {
        assertThat(isAsItWas(0, 0)).isFalse();
        saw(ALICE, 1);

        assertThat(isAsItWas(0, 2)).as("it may have changed before").isFalse();
        assertThat(isAsItWas(1, 2)).isTrue();
    }

    @Test
    void it_is_as_it_was_until_something_else_is_seen() {
        looked(ALICE, 0);

        assertThat(saw(ALICE, 5)).isEmpty();
        assertThat(isAsItWas(0, 6)).isTrue();
        assertThat(saw(ALICE_AND_BOB, 10)).containsExactly("desk");
        assertThat(isAsItWas(0, 10)).isFalse();
        looked(ALICE_AND_BOB, 11);
        assertThat(isAsItWas(11, 12)).isTrue();
    }

    @Test
    void another_room_of_its_name_and_no_room_are_changes() {
        looked(ALICE, 0);

        assertThat(saw(new Glance("RM_2", 1, 1), 5)).containsExactly("desk");
        assertThat(glances.saw(List.of("desk"), Map.of(), at(10))).containsExactly("desk");
        looked(Glance.ABSENT, 11);
        assertThat(isAsItWas(11, 15)).isTrue();
    }

    @Test
    void a_change_that_a_look_has_found_counts_for_whoever_looked_before() {
        looked(ALICE, 0);
        glances.looked("desk", ALICE_AND_BOB, at(3));

        assertThat(isAsItWas(0, 4)).isFalse();
        assertThat(isAsItWas(3, 4)).isTrue();
    }

    @Test
    void what_was_seen_too_long_ago_does_not_count() {
        looked(ALICE, 0);
        assertThat(isAsItWas(0, 14.9)).isTrue();

        glances.missed(List.of("desk"), at(10));

        assertThat(isAsItWas(0, 15)).isFalse();
    }

    @Test
    void as_livekit_counts_late_whoever_is_counted_was_there_five_seconds_ago() {
        looked(ALICE, 0);
        saw(ALICE, 10);

        assertThat(glances.unchangedSince("desk", at(0), at(12)))
                .hasValueSatisfying(as -> assertThat(as.countedAt()).isEqualTo(at(5)));
    }

    @Test
    void an_answer_that_was_overtaken_changes_nothing() {
        looked(ALICE, 0);
        saw(ALICE_AND_BOB, 5);

        assertThat(saw(ALICE, 4)).isEmpty();
        assertThat(isAsItWas(5, 6)).isTrue();
    }

    @Test
    void it_is_asked_for_each_second_after_a_start_or_a_change_and_each_five_when_it_is_quiet() {
        looked(ALICE, 0);

        assertThat(asked(0, 10)).isEqualTo(10);
        assertThat(asked(10, 70)).isBetween(11, 13);
        saw(ALICE_AND_BOB, 70);
        assertThat(asked(70, 80)).isBetween(9, 10);
        assertThat(asked(80, 140)).isBetween(11, 13);
    }

    /** How often it was asked for between these seconds; what was seen last is seen again. */
    private int asked(int from, int until) {
        int times = 0;
        for (double second = from + 0.1; second <= until; second += 0.1) {
            Glance last = glances.unchangedSince("desk", at(second), at(second))
                    .orElseThrow()
                    .glance();
            List<String> due = glances.due(at(second));
            if (!due.isEmpty()) {
                times++;
                saw(last, second);
            }
        }
        return times;
    }

    @Test
    void a_room_that_nobody_wants_to_know_of_any_more_is_forgotten() {
        looked(ALICE, 0);
        assertThat(glances.due(at(14))).containsExactly("desk");

        assertThat(glances.due(at(15))).isEmpty();
        assertThat(glances.isEmpty()).isTrue();
    }

    @Test
    void a_question_that_is_asked_anyway_is_filled_with_those_that_are_due_next() {
        for (int i = 0; i < 1_000; i++) {
            glances.unchangedSince("room-" + i, at(0), at(i / 1000.0));
        }
        Set<String> names = new HashSet<>();
        for (double second = 1.001; second < 2; second += 0.2) {
            List<String> due = glances.due(at(second));
            assertThat(due).as("of which one alone is due").hasSize(Glances.MOST_NAMES);
            glances.saw(due, Map.of(), at(second));
            names.addAll(due);
            assertThat(glances.due(at(second))).isEmpty();
        }

        assertThat(names).as("asked for in five questions").hasSize(1_000);
    }

    @Test
    void where_rooms_say_so_much_that_no_answer_can_be_read_fewer_are_asked_for() {
        IntStream.range(0, 200).forEach(i -> glances.unchangedSince("room-" + i, at(0), at(0)));
        List<String> due = glances.due(at(2));
        glances.tooLong(due, at(2));
        assertThat(glances.due(at(2))).hasSize(100);
        glances.tooLong(glances.due(at(2)), at(2));
        assertThat(glances.due(at(2))).hasSize(50);
        glances.saw(glances.due(at(2)), Map.of(), at(2));
        assertThat(glances.due(at(2))).as("slowly more again").hasSize(51);

        String one = glances.due(at(2)).getFirst();
        glances.tooLong(List.of(one), at(2));
        assertThat(glances.due(at(2)))
                .as("it keeps no other from being asked for")
                .doesNotContain(one);
    }
}
