// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch.plan;

import static dev.stagedoor.dispatch.plan.Given.abandoned;
import static dev.stagedoor.dispatch.plan.Given.at;
import static dev.stagedoor.dispatch.plan.Given.room;
import static dev.stagedoor.dispatch.plan.Given.sending;
import static dev.stagedoor.dispatch.plan.Given.sent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.dispatch.plan.Attempt.Via;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("What no worker took is soon sent again; what one took is waited for (D3, D4)")
class ResendTest {
    private static final DispatchTiming TIMING = DispatchTiming.STANDARD;
    private static final Workers COLD = Workers.UNKNOWN;
    private static final Workers WARM = new Workers(true, false);
    private static final Workers FULL = new Workers(true, true);

    private final Planner planner = new Planner(TIMING);

    private Step next(Dispatch dispatch, Observation observation, Workers workers, double second) {
        return planner.next(dispatch, observation, Authorization.GRANTED, workers, at(second));
    }

    private Dispatch becomes(Dispatch dispatch, Observation observation, Workers workers, double second) {
        Step step = next(dispatch, observation, workers, second);
        assertThat(step).isInstanceOf(Step.Become.class);
        return ((Step.Become) step).next();
    }

    private static Dispatch intent(Step step) {
        assertThat(step).isInstanceOf(Step.Send.class);
        return ((Step.Send) step).intent();
    }

    /** The seconds after its sending at which the current attempt is given up, if its listing shows no job. */
    private double givenUp(Dispatch dispatch, Workers workers) {
        Attempt attempt = dispatch.current().orElseThrow();
        Observation listed = room().lists(attempt.number(), null).seen();
        for (int millis = 0; millis < 60_000; millis += 10) {
            Instant now = attempt.startedAt().plusMillis(millis);
            Step step = planner.next(dispatch, listed, Authorization.GRANTED, workers, now);
            if (step instanceof Step.Become) {
                return millis / 1000.0;
            }
        }
        throw new AssertionError("it is never given up");
    }

    /** The attempt with that number just sent, after earlier ones that no worker took. */
    private static Dispatch attempt(int number) {
        Dispatch dispatch = sent();
        while (dispatch.attempts().size() < number) {
            Attempt last = dispatch.current().orElseThrow();
            Attempt again = Attempt.starting(last.number() + 1, Via.CREATE_DISPATCH, Given.START, Set.of());
            dispatch = StepOutcome.sent(
                    dispatch.current(last.abandoned(Given.START)).starting(again), SendResult.SENT, Given.START);
        }
        return dispatch;
    }

    @Nested
    class WhatAWorkerTook {
        @Test
        void is_waited_for_as_long_as_its_agent_may_take_to_join() {
            Dispatch taken = sent().accepted(sent().current().orElseThrow().job("agent-1"));
            Observation listed = room().lists(1, "agent-1").seen();

            assertThat(next(taken, listed, WARM, 44.999)).isInstanceOf(Step.Wait.class);
            Dispatch given = becomes(taken, listed, WARM, 45);
            assertThat(given.current()).map(Attempt::abandonedAt).contains(at(45));
            assertThat(given.reason()).as("workers are not blamed").isNull();
        }

        @Test
        void keeps_that_time_beyond_the_deadline() {
            Attempt late =
                    Attempt.starting(1, Via.CREATE_DISPATCH, at(50), Set.of()).job("agent-1");
            Dispatch taken = sent().accepted(late);
            Observation listed = room().lists(1, "agent-1").seen();

            assertThat(next(taken, listed, WARM, 94.999)).isInstanceOf(Step.Wait.class);
            assertThat(becomes(taken, listed, WARM, 95).end()).isEqualTo(EndReason.NOT_JOINED);
        }

        @Test
        void is_followed_only_when_it_was_taken_back_and_nothing_was_seen_for_10_s() {
            Dispatch taken = sent().accepted(sent().current().orElseThrow().job("agent-1"));
            Dispatch given = taken.current(taken.current().orElseThrow().abandoned(at(45)));

            assertThat(next(given, room().lists(1, "agent-1").seen(), WARM, 45)).isEqualTo(new Step.Delete("AD_1"));
            assertThat(next(given, room().agent("agent-1").seen(), WARM, 46)).isEqualTo(new Step.Remove("agent-1"));
            Dispatch quiet = becomes(given, room().seen(), WARM, 47);
            assertThat(quiet.quietSince()).isEqualTo(at(47));
            assertThat(next(quiet, room().seen(), WARM, 56.999)).isInstanceOf(Step.Wait.class);
            assertThat(intent(next(quiet, room().seen(), WARM, 57)).attempts()).hasSize(2);
        }

        @Test
        void shows_by_its_agent_too_while_its_job_is_hidden() {
            Observation arriving = room().arriving("agent-1").lists(1, null).seen();

            assertThat(next(sent(), arriving, WARM, 44.999)).isInstanceOf(Step.Wait.class);
            Dispatch given = becomes(sent(), arriving, WARM, 45);
            assertThat(given.current()).map(Attempt::jobIdentity).contains("agent-1");
        }

        @Test
        void is_not_replaced_if_its_agent_comes_before_it_is_taken_back() {
            Dispatch next = becomes(
                    abandoned(), room().agent("agent-1").lists(1, "agent-1").seen(), WARM, 11);

            assertThat(next.joined()).isEqualTo("agent-1");
        }

        @Test
        void quiet_is_counted_anew_after_something_was_taken_back() {
            assertThat(StepOutcome.tookBack(abandoned().quiet(at(12))).quietSince())
                    .isNull();
        }
    }

    @Nested
    class WhatNoWorkerTook {
        @Test
        void is_given_up_6_s_after_it_was_sent() {
            assertThat(givenUp(attempt(1), COLD)).isBetween(6.0, 6.25);
            assertThat(givenUp(attempt(2), COLD)).isBetween(6.0, 8.0);
        }

        @Test
        void is_given_up_sooner_where_jobs_show_at_once() {
            assertThat(givenUp(attempt(1), WARM)).isBetween(1.5, 1.75);
            assertThat(givenUp(attempt(2), WARM)).isEqualTo(1.5);
            assertThat(givenUp(attempt(3), WARM)).isBetween(3.0, 4.0);
            assertThat(givenUp(attempt(9), WARM)).isBetween(3.0, 4.0);
        }

        @Test
        void is_taken_back_and_sent_again_at_once() {
            Dispatch given = becomes(sent(), room().lists(1, null).seen(), COLD, 6.75);

            assertThat(next(given, room().lists(1, null).seen(), COLD, 6.75)).isEqualTo(new Step.Delete("AD_1"));
            Dispatch again = intent(next(given, room().seen(), COLD, 6.9));
            assertThat(again.current()).map(Attempt::via).contains(Via.CREATE_DISPATCH);
            assertThat(again.current()).map(Attempt::number).contains(2);
        }

        @Test
        void is_looked_at_without_a_pause_once_taken_back_but_not_again_and_again() {
            Dispatch given = becomes(sent(), room().lists(1, null).seen(), COLD, 6.75);

            assertThat(next(given, new Observation.Acted(), COLD, 6.8)).isEqualTo(new Step.Look());
            assertThat(next(given, new Observation.Acted(), COLD, 7.1)).isEqualTo(new Step.Wait(at(7.4)));
        }

        @Test
        void tells_while_it_waits_whether_a_worker_is_there_and_full() {
            assertThat(becomes(sent(), room().lists(1, null).seen(), FULL, 6.75).reason())
                    .isEqualTo(EndReason.WORKERS_BUSY);
            assertThat(becomes(sent(), room().lists(1, null).seen(), COLD, 6.75).reason())
                    .isEqualTo(EndReason.NO_WORKER);
        }

        @Test
        void fails_with_that_reason_at_the_deadline_and_forgets_it_once_taken() {
            Dispatch busy = abandoned().unserved(EndReason.WORKERS_BUSY);

            assertThat(becomes(busy, room().seen(), COLD, 60).end()).isEqualTo(EndReason.WORKERS_BUSY);
            assertThat(becomes(abandoned(), room().seen(), COLD, 60).end()).isEqualTo(EndReason.NO_WORKER);
            assertThat(busy.accepted(busy.current().orElseThrow().job("agent-1"))
                            .reason())
                    .isNull();
        }

        @Test
        void of_many_calls_at_once_goes_out_apart() {
            assertThat(spreadOf15(1, COLD)).isGreaterThan(0.1);
            assertThat(spreadOf15(2, COLD)).isGreaterThan(0.8);
            assertThat(spreadOf15(1, WARM)).isGreaterThan(0.1);
            assertThat(spreadOf15(3, WARM)).isGreaterThan(0.4);
        }

        /** The seconds between the first and the last of 15 calls at once to give up their attempt with that number. */
        private double spreadOf15(int number, Workers workers) {
            Patience patience = new Patience(TIMING);
            List<Instant> due = new ArrayList<>();
            for (int call = 0; call < 15; call++) {
                DispatchId id = DispatchId.next(Given.START.plusMillis(call));
                List<Attempt> attempts = attempt(number).attempts();
                Dispatch one =
                        new Dispatch(id, Given.ACME, Given.spec(false), attempts, new Phase.Sent(), Contact.NONE, null);
                due.add(
                        workers.warm()
                                ? patience.warm(one, attempts.getLast())
                                : patience.cold(one, attempts.getLast()));
            }
            return Duration.between(Collections.min(due), Collections.max(due)).toMillis() / 1000.0;
        }
    }

    @Nested
    class WhatWasNeverLaunched {
        @Test
        void because_somebody_entered_before_the_room_was_made_is_sent_at_once() {
            Dispatch made = StepOutcome.sent(sending(Via.CREATE_ROOM), SendResult.SENT, at(0));

            Dispatch given = becomes(made, room().seen(), COLD, 0.1);
            Dispatch again = intent(next(given, room().seen(), COLD, 0.1));
            assertThat(again.current()).map(Attempt::via).contains(Via.CREATE_DISPATCH);
            assertThat(again.reason()).as("workers are not blamed").isNull();
        }

        @Test
        void because_its_dispatch_vanished_is_sent_again_a_moment_later() {
            assertThat(next(sent(), room().seen(), COLD, 1.4)).isInstanceOf(Step.Wait.class);
            assertThat(becomes(sent(), room().seen(), COLD, 1.7).current())
                    .map(Attempt::abandonedAt)
                    .contains(at(1.7));
        }

        @Test
        void whose_answer_was_lost_may_still_land_and_is_waited_for() {
            Dispatch lost = StepOutcome.sent(sending(Via.CREATE_DISPATCH), SendResult.UNKNOWN, at(0));

            assertThat(next(lost, room().seen(), WARM, 5.999)).isInstanceOf(Step.Wait.class);
        }
    }

    @Nested
    class TwoAgents {
        private final Dispatch second = attempt(2);

        @Test
        void stay_until_the_new_job_shows() {
            Observation both =
                    room().agent("agent-1").agent("agent-2").lists(2, null).seen();

            assertThat(next(second, both, COLD, 5.4)).isInstanceOf(Step.Wait.class);
        }

        @Test
        void become_the_one_whose_job_it_is() {
            Observation shown =
                    room().agent("agent-1").agent("agent-2").lists(2, "agent-2").seen();

            Dispatch joined = becomes(second, shown, COLD, 5.4);
            assertThat(joined.joined()).isEqualTo("agent-2");
            assertThat(next(joined, shown, COLD, 5.4)).isEqualTo(new Step.Remove("agent-1"));
        }

        @Test
        void become_none_if_the_new_job_never_shows_for_they_are_earlier_attempts() {
            Observation both =
                    room().agent("agent-1").agent("agent-2").lists(2, null).seen();

            Dispatch given = becomes(second, both, COLD, 8);
            assertThat(next(given, both, COLD, 8)).isEqualTo(new Step.Delete("AD_2"));
            assertThat(next(given, room().agent("agent-1").seen(), COLD, 8.2)).isEqualTo(new Step.Remove("agent-1"));
            assertThat(intent(next(given, room().seen(), COLD, 8.4)).attempts()).hasSize(3);
        }
    }
}
