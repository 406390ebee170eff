// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch.plan;

import static dev.stagedoor.dispatch.plan.Given.abandoned;
import static dev.stagedoor.dispatch.plan.Given.anyRoom;
import static dev.stagedoor.dispatch.plan.Given.at;
import static dev.stagedoor.dispatch.plan.Given.joined;
import static dev.stagedoor.dispatch.plan.Given.newRoom;
import static dev.stagedoor.dispatch.plan.Given.room;
import static dev.stagedoor.dispatch.plan.Given.secondAttempt;
import static dev.stagedoor.dispatch.plan.Given.sending;
import static dev.stagedoor.dispatch.plan.Given.sent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.dispatch.plan.Attempt.Via;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How a dispatch is watched and ended: once, for the right reason, and leaving nothing behind. */
class EndingTest {
    private static final DispatchTiming TIMING = DispatchTiming.STANDARD;
    private static final Observation UNSEEN = new Observation.NotYet();
    private static final Observation FAILED = new Observation.Failed();
    private static final Observation NO_ROOM = new Observation.Saw(RoomView.ABSENT);

    private final Planner planner = new Planner(TIMING);

    private Step next(Dispatch dispatch, Observation observation, double second) {
        return planner.next(dispatch, observation, Authorization.GRANTED, Workers.UNKNOWN, at(second));
    }

    private Dispatch becomes(Dispatch dispatch, Observation observation, double second) {
        Step step = next(dispatch, observation, second);
        assertThat(step).isInstanceOf(Step.Become.class);
        return ((Step.Become) step).next();
    }

    private void endsAfterDeadline(Dispatch dispatch, EndReason reason) {
        assertThat(next(dispatch, UNSEEN, 59.999)).isNotInstanceOf(Step.Become.class);
        Dispatch late = becomes(dispatch, UNSEEN, 60);
        assertThat(late.status()).isEqualTo(Status.ENDING);
        assertThat(late.end()).isEqualTo(reason);
    }

    @Test
    void at_the_deadline_the_reason_says_how_far_it_got() {
        Dispatch taken = sent().accepted(sent().current().orElseThrow().job("agent-1"));

        endsAfterDeadline(sent(), EndReason.NO_WORKER);
        endsAfterDeadline(taken, EndReason.NOT_JOINED);
        endsAfterDeadline(sending(Via.CREATE_ROOM).failedCall(at(1)), EndReason.PROVIDER_UNAVAILABLE);
        endsAfterDeadline(anyRoom().failedCall(at(1)), EndReason.PROVIDER_UNAVAILABLE);
    }

    @Test
    void a_livekit_that_went_silent_after_the_sending_is_not_called_a_missing_worker() {
        endsAfterDeadline(sent().failedCall(at(2)).failedCall(at(5)), EndReason.PROVIDER_UNAVAILABLE);
        endsAfterDeadline(sent().failedCall(at(55)), EndReason.PROVIDER_UNAVAILABLE);
        endsAfterDeadline(abandoned().failedCall(at(54)), EndReason.PROVIDER_UNAVAILABLE);
        endsAfterDeadline(
                sent().accepted(sent().current().orElseThrow().job("agent-1")).failedCall(at(5)),
                EndReason.PROVIDER_UNAVAILABLE);
    }

    @Test
    void one_call_that_fails_at_the_deadline_does_not_excuse_the_workers() {
        endsAfterDeadline(abandoned().failedCall(at(54.001)), EndReason.NO_WORKER);
        endsAfterDeadline(sent().failedCall(at(2)).looked(true), EndReason.NO_WORKER);
    }

    @Test
    void an_agent_whose_livekit_is_gone_for_good_is_given_up_and_taken_back() {
        Dispatch silent = joined("agent-1").failedCall(at(100)).failedCall(at(105));

        assertThat(next(silent, FAILED, 699.999)).isInstanceOf(Step.Wait.class);
        Dispatch givenUp = becomes(silent, FAILED, 700);
        assertThat(givenUp.status()).isEqualTo(Status.ENDING);
        assertThat(givenUp.end()).isEqualTo(EndReason.PROVIDER_UNAVAILABLE);
        assertThat(next(givenUp, room().agent("agent-1").seen(), 750)).isEqualTo(new Step.Remove("agent-1"));
        assertThat(next(givenUp, FAILED, 1299.999)).isInstanceOf(Step.Wait.class);
        assertThat(becomes(givenUp, FAILED, 1300).status()).isEqualTo(Status.COMPLETED);
    }

    @Test
    void an_agent_whose_livekit_answers_again_in_time_stays() {
        Dispatch again = joined("agent-1").failedCall(at(100)).looked(true).failedCall(at(650));

        assertThat(next(again, FAILED, 700)).isInstanceOf(Step.Wait.class);
        assertThat(next(again.looked(true), room().agent("agent-1").seen(), 5000))
                .isInstanceOf(Step.Wait.class);
    }

    @Test
    void the_deadline_does_not_end_what_has_joined() {
        assertThat(next(joined("agent-1"), room().agent("agent-1").seen(), 3600))
                .isInstanceOf(Step.Wait.class);
    }

    @Test
    void cancelled_before_anything_was_sent_it_is_over_at_once() {
        Dispatch over = becomes(newRoom().ending(EndReason.CANCELLED, at(1)), UNSEEN, 1);

        assertThat(over.status()).isEqualTo(Status.FAILED);
        assertThat(over.end()).isEqualTo(EndReason.CANCELLED);
        assertThat(over.endedAt()).isEqualTo(at(1));
    }

    @Test
    void cancelled_before_joining_it_is_taken_back_and_looked_for_until_quiet() {
        Dispatch ending = sent().ending(EndReason.CANCELLED, at(1));

        assertThat(next(ending, UNSEEN, 1)).isEqualTo(new Step.Look());
        assertThat(next(ending, room().lists(1, null).seen(), 1)).isEqualTo(new Step.Delete("AD_1"));
        assertThat(next(ending, room().arriving("agent-1").seen(), 2)).isEqualTo(new Step.Remove("agent-1"));
        Dispatch quiet = becomes(ending, room().seen(), 3);
        assertThat(next(quiet, room().seen(), 12.999)).isInstanceOf(Step.Wait.class);
        assertThat(becomes(quiet, room().seen(), 13).status()).isEqualTo(Status.FAILED);
    }

    @Test
    void cancelled_after_joining_the_agent_is_removed_and_it_completes() {
        Dispatch ending = joined("agent-1").ending(EndReason.CANCELLED, at(5));

        assertThat(next(ending, room().agent("agent-1").seen(), 5)).isEqualTo(new Step.Remove("agent-1"));
        Dispatch over = becomes(becomes(ending, room().seen(), 6), room().seen(), 16);
        assertThat(over.status()).isEqualTo(Status.COMPLETED);
        assertThat(over.end()).isEqualTo(EndReason.CANCELLED);
    }

    @Test
    void a_cancelled_one_looks_again_for_a_room_that_a_late_agent_makes_anew() {
        Dispatch ending = joined("agent-1").ending(EndReason.CALL_ENDED, at(5));

        Dispatch quiet = becomes(ending, NO_ROOM, 5);
        assertThat(quiet.status()).isEqualTo(Status.ENDING);
        assertThat(next(quiet, room().agent("agent-2").seen(), 9)).isEqualTo(new Step.Remove("agent-2"));
        assertThat(next(quiet, NO_ROOM, 14.999)).isInstanceOf(Step.Wait.class);
        assertThat(becomes(quiet, NO_ROOM, 15).status()).isEqualTo(Status.COMPLETED);
    }

    @Test
    void a_room_that_closes_by_itself_ends_what_has_joined_at_once() {
        Dispatch over = becomes(joined("agent-1"), NO_ROOM, 100);

        assertThat(over.status()).isEqualTo(Status.COMPLETED);
        assertThat(over.end()).isEqualTo(EndReason.ROOM_CLOSED);
    }

    @Test
    void a_room_that_closes_while_an_earlier_attempt_can_still_come_is_looked_at_again() {
        Dispatch ending = becomes(secondAttempt().joined("agent-2", at(22)), NO_ROOM, 23);

        assertThat(ending.status()).isEqualTo(Status.ENDING);
        assertThat(becomes(ending, NO_ROOM, 23).quietSince()).isEqualTo(at(23));
    }

    @Test
    void a_room_that_closes_before_joining_ends_it_but_one_never_seen_does_not() {
        assertThat(becomes(sent(), NO_ROOM, 5).end()).isEqualTo(EndReason.ROOM_CLOSED);
        assertThat(next(sending(Via.CREATE_DISPATCH), NO_ROOM, 5)).isInstanceOf(Step.Wait.class);
    }

    @Test
    void permission_withdrawn_ends_what_has_joined() {
        Step step = planner.next(joined("agent-1"), UNSEEN, Authorization.WITHDRAWN, Workers.UNKNOWN, at(9));

        assertThat(step).isInstanceOf(Step.Become.class);
        assertThat(((Step.Become) step).next().end()).isEqualTo(EndReason.NO_LONGER_ALLOWED);
    }

    @Test
    void a_revoked_credential_ends_it_and_where_none_opens_the_server_the_room_is_not_free() {
        Step step = planner.next(joined("agent-1"), UNSEEN, Authorization.REVOKED, Workers.UNKNOWN, at(9));
        Dispatch ending = ((Step.Become) step).next();
        Observation lockedOut = new Observation.LockedOut();

        assertThat(ending.end()).isEqualTo(EndReason.CREDENTIAL_REVOKED);
        assertThat(becomes(joined("agent-1"), lockedOut, 9)).isEqualTo(ending);
        assertThat(next(ending, lockedOut, 9)).isEqualTo(new Step.Rest(at(9 + 600)));
        assertThat(next(ending, lockedOut, 9 + 3600)).isInstanceOf(Step.Rest.class);
        assertThat(next(ending, room().agent("agent-1").seen(), 9 + 3600)).isEqualTo(new Step.Remove("agent-1"));
        Dispatch givenUp = becomes(ending, lockedOut, 9 + 86_400.0);
        assertThat(givenUp.status()).isEqualTo(Status.COMPLETED);
        assertThat(givenUp.watched()).isTrue();
    }

    @Test
    void agents_one_too_many_are_removed_and_the_joined_one_stays() {
        Dispatch joined = secondAttempt().joined("agent-2", at(22));

        assertThat(next(
                        joined,
                        room().agent("agent-2")
                                .lists(1, null)
                                .lists(2, "agent-2")
                                .seen(),
                        23))
                .isEqualTo(new Step.Delete("AD_1"));
        assertThat(next(
                        joined,
                        room().agent("agent-2")
                                .agent("agent-1")
                                .lists(2, "agent-2")
                                .seen(),
                        23))
                .isEqualTo(new Step.Remove("agent-1"));
        assertThat(next(
                        joined,
                        room().agent("agent-2")
                                .other("scribe-1")
                                .lists(2, "agent-2")
                                .seen(),
                        23))
                .isInstanceOf(Step.Listen.class);
    }

    @Test
    void a_doubled_sending_leaves_one_agent_and_one_listing() {
        Dispatch joined = joined("agent-1");

        assertThat(next(
                        joined,
                        room().agent("agent-1")
                                .lists(1, "agent-1")
                                .lists(1, "agent-2")
                                .seen(),
                        2))
                .isEqualTo(new Step.Delete("AD_1"));
        assertThat(next(joined, room().agent("agent-1").lists(1, null).seen(), 2))
                .isInstanceOf(Step.Listen.class);
    }

    @Test
    void an_agent_missing_for_2_s_from_a_room_without_people_has_left() {
        Dispatch missed = becomes(joined("agent-1"), room().empty().seen(), 100);
        assertThat(next(missed, room().empty().seen(), 101.999)).isInstanceOf(Step.Wait.class);
        assertThat(becomes(missed, room().agent("agent-1").seen(), 101).quietSince())
                .isNull();

        Dispatch left = becomes(missed, room().empty().seen(), 102);
        assertThat(left.status()).isEqualTo(Status.ENDING);
        assertThat(left.end()).isEqualTo(EndReason.AGENT_LEFT);
    }

    @Test
    void it_ends_once_and_the_first_reason_stays() {
        Dispatch ending = joined("agent-1").ending(EndReason.CANCELLED, at(5));
        assertThat(ending.ending(EndReason.CALL_ENDED, at(6))).isEqualTo(ending);

        Dispatch over = ending.ended(EndReason.CALL_ENDED, at(20));
        assertThat(over.end()).isEqualTo(EndReason.CANCELLED);
        assertThat(next(over, room().agent("agent-1").seen(), 30)).isEqualTo(new Step.Done());
    }

    @Test
    void taking_back_has_an_end_however_unreachable_or_stubborn_livekit_is() {
        Dispatch ending = joined("agent-1").ending(EndReason.CANCELLED, at(0));

        for (Observation observation : new Observation[] {FAILED, new Observation.Acted()}) {
            assertThat(next(ending, observation, 599.999)).isInstanceOf(Step.Wait.class);
            assertThat(becomes(ending, observation, 600).status()).isEqualTo(Status.COMPLETED);
        }
        assertThat(next(ending, UNSEEN, 600)).isEqualTo(new Step.Look());
    }

    @Test
    void the_pause_after_failures_grows_is_bounded_and_replays() {
        Dispatch dispatch = sent();
        for (int failures = 1; failures <= 40; failures++) {
            dispatch = dispatch.failedCall(at(1));
            Duration full = TIMING.initialBackoff().multipliedBy(1L << Math.min(failures - 1, 5));
            Duration most = full.compareTo(TIMING.maxBackoff()) < 0 ? full : TIMING.maxBackoff();
            Duration pause = BackOff.pause(TIMING, dispatch);

            assertThat(pause).isBetween(most.dividedBy(2), most).isEqualTo(BackOff.pause(TIMING, dispatch));
            assertThat(next(dispatch, FAILED, 1)).isEqualTo(new Step.Wait(at(1).plus(pause)));
        }
    }
}
