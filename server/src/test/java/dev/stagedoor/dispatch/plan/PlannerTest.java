// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch.plan;

import static dev.stagedoor.dispatch.plan.Given.anyRoom;
import static dev.stagedoor.dispatch.plan.Given.at;
import static dev.stagedoor.dispatch.plan.Given.newRoom;
import static dev.stagedoor.dispatch.plan.Given.room;
import static dev.stagedoor.dispatch.plan.Given.secondAttempt;
import static dev.stagedoor.dispatch.plan.Given.sending;
import static dev.stagedoor.dispatch.plan.Given.sent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.dispatch.plan.Attempt.Via;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The step function, as a specification: a dispatch's next step, given what was stored and seen. */
class PlannerTest {
    private static final DispatchTiming TIMING = DispatchTiming.STANDARD;
    private static final Observation UNSEEN = new Observation.NotYet();
    private static final Observation NO_ROOM = new Observation.Saw(RoomView.ABSENT);

    private final Planner planner = new Planner(TIMING);

    private Step next(Dispatch dispatch, Observation observation, double second) {
        return planner.next(dispatch, observation, Authorization.GRANTED, Workers.UNKNOWN, at(second));
    }

    private Dispatch becomes(Dispatch dispatch, Observation observation, double second) {
        return become(next(dispatch, observation, second));
    }

    private static Dispatch become(Step step) {
        assertThat(step).isInstanceOf(Step.Become.class);
        return ((Step.Become) step).next();
    }

    private static Attempt attemptOf(Step step) {
        assertThat(step).isInstanceOf(Step.Send.class);
        return ((Step.Send) step).intent().current().orElseThrow();
    }

    @Nested
    class Sending {
        @Test
        void into_a_new_room_it_is_sent_without_a_look() {
            Attempt attempt = attemptOf(next(newRoom(), UNSEEN, 0));

            assertThat(attempt.via()).isEqualTo(Via.CREATE_ROOM);
            assertThat(attempt.number()).isEqualTo(1);
        }

        @Test
        void into_any_other_room_a_look_comes_first_and_notes_who_was_there() {
            assertThat(next(anyRoom(), UNSEEN, 0)).isEqualTo(new Step.Look());

            Attempt attempt =
                    attemptOf(next(anyRoom(), room().agent("agent-old").seen(), 0));
            assertThat(attempt.via()).isEqualTo(Via.CREATE_DISPATCH);
            assertThat(attempt.agentsBefore()).containsExactly("agent-old");
            assertThat(attemptOf(next(anyRoom(), NO_ROOM, 0)).via()).isEqualTo(Via.CREATE_ROOM);
        }

        @Test
        void after_a_crash_a_room_is_made_again_for_that_adds_nothing() {
            Attempt again = attemptOf(next(sending(Via.CREATE_ROOM), UNSEEN, 15));

            assertThat(again.number()).isEqualTo(1);
            assertThat(again.tries()).isEqualTo(2);
        }

        @Test
        void after_a_crash_a_dispatch_is_looked_for_and_never_sent_blindly() {
            Dispatch crashed = sending(Via.CREATE_DISPATCH);

            assertThat(next(crashed, UNSEEN, 5)).isEqualTo(new Step.Look());
            assertThat(next(crashed, room().seen(), 5)).isInstanceOf(Step.Wait.class);
            assertThat(becomes(crashed, room().lists(1, null).seen(), 5).current())
                    .map(Attempt::state)
                    .contains(Attempt.State.SENT);
        }

        @Test
        void what_certainly_was_not_sent_is_sent_again() {
            Dispatch refused = StepOutcome.sent(sending(Via.CREATE_DISPATCH), SendResult.NOT_SENT, at(0));

            assertThat(attemptOf(next(refused, UNSEEN, 1)).number()).isEqualTo(1);
        }

        @Test
        void a_repetition_that_was_not_sent_does_not_undo_the_first_which_may_have_been() {
            Dispatch unknown = StepOutcome.sent(sending(Via.CREATE_ROOM), SendResult.UNKNOWN, at(0));
            Dispatch again = ((Step.Send) next(unknown, UNSEEN, 1)).intent();
            Dispatch refused = StepOutcome.sent(again, SendResult.NOT_SENT, at(1));

            assertThat(refused.mayBeThere()).isTrue();
            assertThat(next(refused.ending(EndReason.CANCELLED, at(1)), UNSEEN, 1))
                    .isEqualTo(new Step.Look());
        }

        @Test
        void a_rejected_credential_ends_it_without_another_try() {
            Dispatch rejected = StepOutcome.sent(sending(Via.CREATE_ROOM), SendResult.CREDENTIAL_REJECTED, at(0));

            Dispatch over = becomes(rejected, UNSEEN, 0);
            assertThat(over.status()).isEqualTo(Status.FAILED);
            assertThat(over.end()).isEqualTo(EndReason.CREDENTIAL_REJECTED);
        }

        @Test
        void nothing_is_sent_once_it_is_no_longer_allowed() {
            Step step = planner.next(newRoom(), UNSEEN, Authorization.WITHDRAWN, Workers.UNKNOWN, at(0));

            Dispatch over = becomes(become(step), UNSEEN, 0);
            assertThat(over.status()).isEqualTo(Status.FAILED);
            assertThat(over.end()).isEqualTo(EndReason.NO_LONGER_ALLOWED);
        }
    }

    @Nested
    class Joining {
        @Test
        void the_active_agent_with_the_identity_of_its_job_has_joined() {
            Dispatch next =
                    becomes(sent(), room().agent("agent-1").lists(1, "agent-1").seen(), 1);

            assertThat(next.status()).isEqualTo(Status.JOINED);
            assertThat(next.joined()).isEqualTo("agent-1");
        }

        @Test
        void an_agent_that_is_not_active_has_not_joined_but_its_job_is_accepted() {
            Dispatch next = becomes(
                    sent(), room().arriving("agent-1").lists(1, "agent-1").seen(), 1);

            assertThat(next.status()).isEqualTo(Status.ACCEPTED);
            assertThat(next(next, room().arriving("agent-1").lists(1, "agent-1").seen(), 1))
                    .isInstanceOf(Step.Wait.class);
        }

        @Test
        void before_its_job_shows_the_name_decides() {
            assertThat(becomes(sent(), room().agent("agent-1").lists(1, null).seen(), 1)
                            .joined())
                    .isEqualTo("agent-1");
        }

        @Test
        void the_name_does_not_decide_for_an_agent_that_was_there_before() {
            assertThat(next(
                            sent("agent-1"),
                            room().agent("agent-1").lists(1, null).seen(),
                            1))
                    .isInstanceOf(Step.Wait.class);
        }

        @Test
        void the_name_does_not_decide_within_15_s_of_an_earlier_dispatch() {
            Dispatch after = sent().after(at(-10));
            Observation observation = room().agent("agent-1").lists(1, null).seen();

            assertThat(next(after, observation, 4.999)).isInstanceOf(Step.Wait.class);
            assertThat(becomes(after, observation, 5).joined()).isEqualTo("agent-1");
        }

        @Test
        void the_name_does_not_decide_within_15_s_of_an_earlier_attempt() {
            Observation observation = room().agent("agent-1").lists(2, null).seen();

            assertThat(next(secondAttempt(), observation, 24.999)).isInstanceOf(Step.Wait.class);
            assertThat(becomes(secondAttempt(), observation, 25).joined()).isEqualTo("agent-1");
        }

        @Test
        void the_name_does_not_decide_for_the_agent_of_another_job() {
            Observation observation =
                    room().agent("agent-1").lists(1, "agent-1").lists(2, null).seen();

            assertThat(next(secondAttempt(), observation, 26)).isInstanceOf(Step.Wait.class);
        }

        @Test
        void somebody_else_does_not_stand_in_for_its_job() {
            Dispatch accepted =
                    becomes(sent(), room().agent("agent-2").lists(1, "agent-1").seen(), 1);

            assertThat(accepted.status()).isEqualTo(Status.ACCEPTED);
            assertThat(next(
                            accepted,
                            room().agent("agent-2").lists(1, "agent-1").seen(),
                            1))
                    .isEqualTo(new Step.Remove("agent-2"));
        }
    }
}
