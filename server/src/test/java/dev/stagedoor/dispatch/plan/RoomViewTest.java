// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch.plan;

import static dev.stagedoor.dispatch.plan.Given.ACME;
import static dev.stagedoor.dispatch.plan.Given.AGENT;
import static dev.stagedoor.dispatch.plan.Given.ID;
import static dev.stagedoor.dispatch.plan.Given.ROOM;
import static dev.stagedoor.dispatch.plan.Given.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A dispatch without our mark is taken over only by one whose own dispatches have none (D4)")
class RoomViewTest {
    private static final RoomView ROOM_OF_OTHERS = new RoomView(
            true,
            List.of(),
            1,
            List.of(),
            List.of(
                    new RoomView.Unmarked("AD_old", AGENT, "agent-old", at(1)),
                    new RoomView.Unmarked("AD_new", AGENT, "agent-new", at(9)),
                    new RoomView.Unmarked("AD_scribe", "scribe", "agent-scribe", at(5))));

    private static Dispatch of(DispatchSpec.Briefing briefing) {
        DispatchSpec spec = new DispatchSpec(
                new DispatchSpec.Target(ROOM, false, AGENT, null),
                briefing,
                DispatchSpec.Schedule.from(at(0), Duration.ofMinutes(1), Duration.ofSeconds(45)),
                1,
                null);
        return Dispatch.requested(ID, ACME, spec);
    }

    @Test
    void one_that_marks_its_own_leaves_somebody_elses_alone() {
        Dispatch marking = of(new DispatchSpec.Briefing("{}", "", Duration.ofMinutes(5)));

        assertThat(ROOM_OF_OTHERS.claimedBy(marking)).isEqualTo(ROOM_OF_OTHERS);
    }

    @Test
    void one_of_a_token_takes_over_those_of_its_agent_name_the_newest_as_its_last_attempt() {
        Dispatch verbatim = of(DispatchSpec.Briefing.verbatim("", Duration.ofMinutes(5)));
        Dispatch twice = verbatim.starting(sent(1))
                .starting(sent(2))
                .starting(Attempt.starting(3, Attempt.Via.CREATE_DISPATCH, at(10), Set.of())
                        .with(Attempt.State.NOT_SENT));

        assertThat(ROOM_OF_OTHERS.claimedBy(twice).dispatches())
                .containsExactly(
                        new RoomView.Listed("AD_new", ID.value(), 2, "agent-new"),
                        new RoomView.Listed("AD_old", ID.value(), 1, "agent-old"));
    }

    private static Attempt sent(int number) {
        return Attempt.starting(number, Attempt.Via.CREATE_DISPATCH, at(number), Set.of())
                .with(Attempt.State.SENT);
    }
}
