// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch.plan;

import static dev.stagedoor.dispatch.plan.Given.at;
import static dev.stagedoor.dispatch.plan.Given.joined;
import static dev.stagedoor.dispatch.plan.Given.newRoom;
import static dev.stagedoor.dispatch.plan.Given.room;
import static dev.stagedoor.dispatch.plan.Given.sent;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What a dispatch may still produce after its end is watched for, for a while, and taken back (D4, D7)")
class AftercareTest {
    private static final DispatchTiming TIMING = DispatchTiming.STANDARD;
    private static final Observation UNSEEN = new Observation.NotYet();
    private static final double OVER = 70 + TIMING.aftercare().toSeconds();

    private final Planner planner = new Planner(TIMING);
    /** A worker took it, its agent never came, and it was given up; it ended at 70 s. */
    private final Dispatch failed = sent().accepted(
                    sent().current().orElseThrow().job("agent-1"))
            .ending(EndReason.NOT_JOINED, at(60))
            .ended(EndReason.NOT_JOINED, at(70));

    private Step next(Dispatch dispatch, Observation observation, double second) {
        return planner.next(dispatch, observation, Authorization.GRANTED, Workers.UNKNOWN, at(second));
    }

    @Test
    void an_agent_that_comes_after_it_failed_is_removed_and_it_stays_failed() {
        assertThat(failed.status()).isEqualTo(Status.FAILED);
        assertThat(next(failed, UNSEEN, 75)).isEqualTo(new Step.Look());
        assertThat(next(failed, room().agent("agent-1").seen(), 75)).isEqualTo(new Step.Remove("agent-1"));
        assertThat(next(failed, room().lists(1, "agent-1").seen(), 75)).isEqualTo(new Step.Delete("AD_1"));
        assertThat(next(failed, room().seen(), 76)).isEqualTo(new Step.Wait(at(76).plus(TIMING.watchInterval())));
    }

    @Test
    void an_agent_that_comes_after_its_call_ended_is_removed() {
        Dispatch ended = sent().ending(EndReason.CALL_ENDED, at(2)).ended(EndReason.CALL_ENDED, at(12));

        assertThat(next(ended, room().agent("agent-1").seen(), 75)).isEqualTo(new Step.Remove("agent-1"));
    }

    @Test
    void it_is_watched_for_so_long_and_until_a_look_has_found_nothing() {
        assertThat(next(failed, new Observation.Failed(), OVER - 0.001)).isEqualTo(new Step.Wait(at(OVER)));
        assertThat(next(failed, UNSEEN, OVER)).isEqualTo(new Step.Look());
        assertThat(next(failed, room().agent("agent-1").seen(), OVER)).isEqualTo(new Step.Remove("agent-1"));
        assertThat(next(failed, new Observation.Acted(), OVER)).isInstanceOf(Step.Wait.class);
        assertThat(next(failed, room().seen(), OVER)).isEqualTo(new Step.Become(failed.unwatched()));
        assertThat(next(failed.unwatched(), UNSEEN, OVER)).isEqualTo(new Step.Done());
    }

    @Test
    void while_its_room_is_gone_it_is_enough_to_know_that_it_stays_gone() {
        Observation gone = new Observation.Calm(at(75), false);

        assertThat(next(failed, gone, 80)).isEqualTo(new Step.Glance());
        assertThat(next(failed, new Observation.Unchanged(), 80)).isEqualTo(new Step.Wait(at(85)));
        assertThat(next(failed, new Observation.Calm(at(75), true), 80))
                .as("a late agent may join whoever is still there")
                .isEqualTo(new Step.Look());
        assertThat(next(failed, gone, OVER)).as("in the end").isEqualTo(new Step.Look());
    }

    @Test
    void a_server_that_cannot_be_asked_is_asked_more_rarely_for_a_day() {
        double aDay = 70 + 86_400.0;

        assertThat(next(failed, new Observation.Failed(), OVER)).isEqualTo(new Step.Wait(at(OVER + 60)));
        assertThat(next(failed, new Observation.LockedOut(), 75)).isEqualTo(new Step.Rest(at(75 + 600)));
        assertThat(next(failed, new Observation.LockedOut(), OVER)).isEqualTo(new Step.Rest(at(OVER + 600)));
        for (Observation inVain : List.of(new Observation.Failed(), new Observation.LockedOut())) {
            assertThat(next(failed, inVain, aDay)).isEqualTo(new Step.Become(failed.unwatched()));
        }
    }

    @Test
    void an_agent_of_another_dispatch_of_that_name_is_left_alone() {
        Observation others =
                room().agent("agent-2").listsAnother("agent-2").agent("agent-1").seen();

        assertThat(next(failed, others, 75)).isEqualTo(new Step.Remove("agent-1"));
        assertThat(next(failed, room().agent("agent-2").listsAnother(null).seen(), 75))
                .isInstanceOf(Step.Wait.class);
    }

    /** A call that is cancelled and triggered again in its room: the second's agent stays. */
    @Test
    void the_agent_of_the_dispatch_that_followed_is_left_alone() {
        RoomView followed = new RoomView(
                true,
                List.of(
                        new RoomView.Agent("agent-1", Given.AGENT, true),
                        new RoomView.Agent("agent-2", Given.AGENT, true)),
                1,
                List.of(new RoomView.Listed("AD_2", "dsp_another", 1, "agent-2")));

        assertThat(next(failed, new Observation.Saw(followed), 75)).isEqualTo(new Step.Remove("agent-1"));
        assertThat(next(failed, new Observation.Saw(without(followed)), 75)).isInstanceOf(Step.Wait.class);
    }

    private static RoomView without(RoomView room) {
        return new RoomView(true, room.agents().subList(1, 2), 1, room.dispatches());
    }

    @Test
    void what_was_never_sent_or_has_only_produced_the_agent_that_joined_is_not_watched() {
        Dispatch unsent = newRoom().ending(EndReason.CANCELLED, at(1)).ended(EndReason.CANCELLED, at(1));
        Dispatch settled = joined("agent-1").ended(EndReason.AGENT_LEFT, at(100));

        assertThat(next(unsent, UNSEEN, 2)).isEqualTo(new Step.Done());
        assertThat(next(settled, UNSEEN, 101)).isEqualTo(new Step.Done());
        assertThat(joined("agent-1")
                        .givenUp(EndReason.PROVIDER_UNAVAILABLE, at(100))
                        .watched())
                .as("given up with its agent perhaps still there")
                .isTrue();
    }
}
