// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch.plan;

import static dev.stagedoor.dispatch.plan.Given.at;
import static dev.stagedoor.dispatch.plan.Given.joined;
import static dev.stagedoor.dispatch.plan.Given.room;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An agent that vanishes in front of people is replaced, within a budget (D4, D5)")
class WatchingTest {
    private final Planner planner = new Planner(DispatchTiming.STANDARD);

    private Step next(Dispatch dispatch, Observation observation, double second) {
        return planner.next(dispatch, observation, Authorization.GRANTED, Workers.UNKNOWN, at(second));
    }

    private Dispatch becomes(Dispatch dispatch, Observation observation, double second) {
        Step step = next(dispatch, observation, second);
        assertThat(step).isInstanceOf(Step.Become.class);
        return ((Step.Become) step).next();
    }

    private static Observation seen(Observation room, boolean silent) {
        return new Observation.Saw(((Observation.Saw) room).room(), silent);
    }

    private static Dispatch answering() {
        return joined("agent-1").heard(at(2));
    }

    private static Dispatch lost() {
        return answering().lost(EndReason.AGENT_SILENT, at(100));
    }

    /** Its second attempt is on its way. */
    private Dispatch replacing() {
        Step step = next(lost(), room().agent("agent-1").seen(), 100);
        return StepOutcome.sent(((Step.Replace) step).intent(), SendResult.SENT, at(100));
    }

    private static Dispatch with(Dispatch dispatch, DispatchSpec.WhenLost policy) {
        DispatchSpec spec = dispatch.spec();
        DispatchSpec other = new DispatchSpec(
                spec.target(), spec.briefing(), spec.schedule(), spec.credentialVersion(), spec.callId(), policy);
        return new Dispatch(
                dispatch.id(),
                dispatch.tenant(),
                other,
                dispatch.attempts(),
                dispatch.phase(),
                dispatch.contact(),
                dispatch.quietSince());
    }

    /** The room was looked at, and nothing was heard until that second. */
    private Step calm(Dispatch dispatch, double looked, double second) {
        return next(dispatch, new Observation.Calm(at(looked), true), second);
    }

    @Test
    void once_no_other_agent_can_come_it_is_enough_to_know_that_nothing_has_changed() {
        assertThat(calm(answering(), 95, 100)).isEqualTo(new Step.Glance());
        assertThat(next(answering(), new Observation.Unchanged(), 100)).isEqualTo(new Step.Listen(at(105), "agent-1"));
        assertThat(calm(answering(), 20, 25)).as("just joined").isEqualTo(new Step.Look());
        Dispatch again = answering()
                .starting(Attempt.starting(2, Attempt.Via.CREATE_DISPATCH, at(5), Set.of()))
                .joined("agent-2", at(10))
                .heard(at(12));
        assertThat(calm(again, 95, 100)).as("the first attempt's may come").isEqualTo(new Step.Look());
        assertThat(calm(again, 395, 400)).isEqualTo(new Step.Glance());
    }

    @Test
    void an_agent_that_does_not_answer_or_was_missed_is_looked_at() {
        assertThat(calm(joined("agent-1"), 95, 100)).isEqualTo(new Step.Look());
        assertThat(calm(answering().quiet(at(95)), 95, 100)).isEqualTo(new Step.Look());
        assertThat(calm(answering().failedCall(at(95)), 95, 100)).isEqualTo(new Step.Look());
        assertThat(calm(lost(), 95, 100)).isEqualTo(new Step.Look());
        assertThat(calm(answering().ending(EndReason.CALL_ENDED, at(99)), 95, 100))
                .isEqualTo(new Step.Look());
    }

    @Test
    void an_agent_that_comes_back_is_of_the_attempt_that_brought_it_however_often_it_was_lost() {
        Dispatch back = replacing().returned(at(105));
        assertThat(back.attempt()).isEqualTo(1);

        Dispatch again = back.lost(EndReason.AGENT_SILENT, at(110)).returned(at(115));

        assertThat(again.joined()).isEqualTo("agent-1");
        assertThat(again.attempt()).isEqualTo(1);
    }

    @Test
    void a_room_is_looked_at_once_a_minute_whatever_is_known_of_it() {
        assertThat(calm(answering(), 100, 147)).isEqualTo(new Step.Glance());
        assertThat(calm(answering(), 100, 160)).isEqualTo(new Step.LookInside("agent-1"));
        assertThat(next(answering(), room().agent("agent-1").seen(), 160))
                .isEqualTo(new Step.Listen(at(165), "agent-1"));
    }

    @Test
    void it_is_asked_between_looks_and_once_it_has_answered_that_is_kept() {
        Step step = next(joined("agent-1"), room().agent("agent-1").seen(), 20);

        assertThat(step).isEqualTo(new Step.Listen(at(25), "agent-1"));
        assertThat(becomes(joined("agent-1"), new Observation.Heard(), 2)
                        .contact()
                        .heardAt())
                .isEqualTo(at(2));
    }

    @Test
    void one_that_has_never_answered_is_not_asked_for_ever_and_its_silence_means_nothing() {
        assertThat(next(joined("agent-1"), room().agent("agent-1").seen(), 62)).isInstanceOf(Step.Wait.class);
        assertThat(next(joined("agent-1"), new Observation.Silent(2), 20)).isEqualTo(new Step.Look());
        assertThat(next(joined("agent-1"), seen(room().agent("agent-1").seen(), true), 20))
                .isInstanceOf(Step.Listen.class);
    }

    @Test
    void one_unanswered_question_is_repeated_and_two_make_it_lost() {
        assertThat(next(answering(), new Observation.Silent(1), 100)).isEqualTo(new Step.Ask("agent-1"));
        assertThat(next(answering(), new Observation.Silent(2), 101)).isEqualTo(new Step.Look());

        Dispatch lost = becomes(answering(), seen(room().agent("agent-1").seen(), true), 101);

        assertThat(lost.status()).isEqualTo(Status.LOST);
        assertThat(lost.reason()).isEqualTo(EndReason.AGENT_SILENT);
        assertThat(lost.joined()).isNull();
        assertThat(lost.replaces()).isEqualTo("agent-1");
    }

    @Test
    void the_first_replacement_is_sent_at_once_into_the_room_that_lives() {
        Step step = next(lost(), room().agent("agent-1").seen(), 100);

        Attempt attempt = ((Step.Replace) step).intent().current().orElseThrow();
        assertThat(attempt.number()).isEqualTo(2);
        assertThat(attempt.via()).isEqualTo(Attempt.Via.CREATE_DISPATCH);
        assertThat(attempt.agentsBefore()).containsExactly("agent-1");
    }

    @Test
    void while_nobody_is_there_none_is_sent() {
        assertThat(next(lost(), room().empty().seen(), 100)).isInstanceOf(Step.Wait.class);
        assertThat(next(lost(), room().seen(), 4000)).isInstanceOf(Step.Replace.class);
        assertThat(becomes(lost(), new Observation.Saw(RoomView.ABSENT), 130).end())
                .isEqualTo(EndReason.ROOM_CLOSED);
    }

    @Test
    void one_that_is_gone_without_a_word_is_replaced_unless_the_policy_says_otherwise() {
        Dispatch missing = answering().quiet(at(100));

        Dispatch lost = becomes(missing, room().lists(1, "agent-1").seen(), 102);
        assertThat(lost.reason()).isEqualTo(EndReason.AGENT_GONE);

        Dispatch left = becomes(with(missing, new DispatchSpec.WhenLost(true, false)), room().seen(), 102);
        assertThat(left.end()).isEqualTo(EndReason.AGENT_LEFT);
        assertThat(left.joined()).isEqualTo("agent-1");
    }

    @Test
    void where_livekit_says_how_the_job_ended_that_counts() {
        Dispatch missing = answering().quiet(at(100));

        assertThat(becomes(missing, jobEnded(RoomView.JobEnd.DONE), 102).end()).isEqualTo(EndReason.AGENT_LEFT);
        assertThat(becomes(missing, jobEnded(RoomView.JobEnd.FAILED), 102).reason())
                .isEqualTo(EndReason.JOB_FAILED);
    }

    private static Observation jobEnded(RoomView.JobEnd end) {
        RoomView.Listed listed = new RoomView.Listed("AD_1", Given.ID.value(), 1, "agent-1", end);
        return new Observation.Saw(new RoomView(true, List.of(), 1, List.of(listed)));
    }

    @Test
    void a_policy_that_replaces_nobody_ends_it_as_failed() {
        Dispatch dispatch = with(lost(), new DispatchSpec.WhenLost(false, true));

        Dispatch ending = becomes(dispatch, room().agent("agent-1").seen(), 100);

        assertThat(ending.end()).isEqualTo(EndReason.AGENT_LOST);
        assertThat(next(ending, room().agent("agent-1").seen(), 100)).isEqualTo(new Step.Remove("agent-1"));
        assertThat(ending.ended(EndReason.AGENT_LOST, at(111)).status()).isEqualTo(Status.FAILED);
    }

    @Test
    void after_the_first_each_pause_is_longer_and_the_sixth_loss_within_10_minutes_is_the_last() {
        Dispatch dispatch = answering();
        double second = 100;
        for (int times = 1; times <= 5; times++) {
            Dispatch gone = dispatch.lost(EndReason.AGENT_SILENT, at(second));
            double most = times == 1 ? 0 : Math.pow(2, times - 2);
            if (times > 1) {
                assertThat(next(gone, room().seen(), second + most / 2 - 0.01)).isInstanceOf(Step.Wait.class);
            }
            Step step = next(gone, room().seen(), second + most);
            assertThat(step).isInstanceOf(Step.Replace.class);
            dispatch = ((Step.Replace) step).intent().joined("agent-" + (times + 1), at(second + most));
            second += 60;
        }
        Dispatch sixth = dispatch.lost(EndReason.AGENT_SILENT, at(second));
        assertThat(becomes(sixth, room().seen(), second).end()).isEqualTo(EndReason.AGENT_LOST);
        Dispatch later = dispatch.lost(EndReason.AGENT_SILENT, at(second + 600));
        assertThat(next(later, room().seen(), second + 600)).isInstanceOf(Step.Replace.class);
    }

    @Test
    void a_tenant_that_has_lost_too_many_waits_for_its_turn_but_not_for_ever() {
        assertThat(next(lost(), new Observation.Spent(), 105)).isInstanceOf(Step.Wait.class);
        assertThat(becomes(lost(), new Observation.Spent(), 191).end()).isEqualTo(EndReason.AGENT_LOST);
    }

    @Test
    void a_suspended_tenant_or_a_disabled_agent_gets_no_replacement() {
        Step step =
                planner.next(lost(), room().agent("agent-1").seen(), Authorization.WITHDRAWN, Workers.UNKNOWN, at(100));

        assertThat(((Step.Become) step).next().end()).isEqualTo(EndReason.NO_LONGER_ALLOWED);
    }

    @Test
    void one_that_answers_again_before_another_has_joined_stays_and_the_other_is_taken_back() {
        Dispatch replacing = replacing();
        assertThat(next(replacing, room().agent("agent-1").lists(2, null).seen(), 102.5))
                .isEqualTo(new Step.Ask("agent-1"));

        Dispatch back = becomes(replacing, new Observation.Heard(), 102.5);

        assertThat(back.joined()).isEqualTo("agent-1");
        assertThat(back.attempt()).isEqualTo(1);
        assertThat(next(
                        back,
                        room().agent("agent-1").lists(1, null).lists(2, null).seen(),
                        102.5))
                .isEqualTo(new Step.Delete("AD_2"));
        assertThat(next(back, room().agent("agent-1").agent("agent-2").seen(), 103))
                .isEqualTo(new Step.Remove("agent-2"));
    }

    @Test
    void one_that_comes_back_after_another_has_joined_is_removed() {
        Dispatch replaced = replacing().joined("agent-2", at(101));

        assertThat(next(
                        replaced,
                        room().agent("agent-1")
                                .agent("agent-2")
                                .lists(2, "agent-2")
                                .seen(),
                        101))
                .isEqualTo(new Step.Remove("agent-1"));
    }

    @Test
    void until_another_has_joined_what_was_lost_is_left_alone() {
        Dispatch accepted = replacing();
        Dispatch taken = accepted.accepted(accepted.current().orElseThrow().job("agent-2"));

        assertThat(next(
                        taken,
                        room().agent("agent-1")
                                .lists(1, "agent-1")
                                .lists(2, "agent-2")
                                .seen(),
                        101))
                .isInstanceOf(Step.Wait.class);
    }

    @Test
    void a_replacement_that_no_worker_takes_is_tried_for_as_long_as_the_first_was() {
        Dispatch replacing = replacing();

        assertThat(next(replacing, new Observation.NotYet(), 159.9)).isEqualTo(new Step.Look());
        assertThat(becomes(replacing, new Observation.NotYet(), 160).end()).isEqualTo(EndReason.NO_WORKER);
    }
}
