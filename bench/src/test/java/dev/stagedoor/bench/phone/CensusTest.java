// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.phone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.bench.phone.PhoneServer.Answered;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CensusTest {
    private static final List<Answered> TWO = List.of(call("1", "a"), call("2", "b"));

    private static Answered call(String id, String room) {
        return new Answered(id, room, "");
    }

    @Test
    void a_room_and_an_agent_for_each_call_are_exact() {
        Census census = Census.of(TWO, Map.of("a", 1, "b", 1));

        assertThat(census).isEqualTo(new Census(2, 2, 2, 2, 0));
        assertThat(census.exact()).isEqualTo(2);
    }

    @Test
    void a_room_without_an_agent_or_with_two_is_not() {
        assertThat(Census.of(TWO, Map.of("a", 1, "b", 0)).exact()).isEqualTo(1);
        assertThat(Census.of(TWO, Map.of("a", 2, "b", 1)).exact()).isEqualTo(1);
    }

    @Test
    void a_room_that_is_not_there_is_lost() {
        Census census = Census.of(TWO, Map.of("a", 1));

        assertThat(census.unknown()).isEqualTo(1);
        assertThat(census.exact()).isLessThan(1);
    }

    @Test
    void a_room_that_nobody_was_told_of_is_one_too_many() {
        Census census = Census.of(TWO, Map.of("a", 1, "b", 1, "c", 1));

        assertThat(census.unknown()).isEqualTo(1);
        assertThat(census.exact()).isLessThan(2);
    }

    @Test
    void a_call_that_was_told_two_rooms_is_doubled() {
        Census census =
                Census.of(List.of(call("1", "a"), call("2", "b"), call("2", "c")), Map.of("a", 1, "b", 1, "c", 1));

        assertThat(census.calls()).isEqualTo(2);
        assertThat(census.rooms()).isEqualTo(3);
        assertThat(census.exact()).isEqualTo(2);
    }
}
