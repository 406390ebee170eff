package dev.stagedoor.dispatch.plan;

import java.time.Instant;

/** What the outcome of a step makes of a dispatch. Pure, as {@link Planner} is. */
public final class StepOutcome {
    private StepOutcome() {}

    /** After {@link Step.Send}; {@code dispatch} is its intent. */
    public static Dispatch sent(Dispatch dispatch, SendResult result, Instant now) {
        Attempt attempt = dispatch.current().orElseThrow();
        return switch (result) {
            case SENT ->
                dispatch.current(attempt.with(Attempt.State.SENT)).sent().succeededCall();
            case NOT_SENT -> dispatch.current(attempt.notSent()).failedCall(now);
            case UNKNOWN -> dispatch.sent().failedCall(now);
            case CREDENTIAL_REJECTED -> dispatch.current(attempt.notSent()).ending(EndReason.CREDENTIAL_REJECTED, now);
            case REFUSED -> dispatch.current(attempt.notSent()).ending(EndReason.REFUSED, now);
        };
    }

    /** After a look that was answered. */
    public static Dispatch looked(Dispatch dispatch, RoomView room) {
        return dispatch.looked(room.exists());
    }

    /** After something was taken back: what is quiet is counted from the start. */
    public static Dispatch tookBack(Dispatch dispatch) {
        return dispatch.quiet(null).succeededCall();
    }

    /** After a look, a delete or a removal that failed. */
    public static Dispatch failed(Dispatch dispatch, Instant now) {
        return dispatch.failedCall(now);
    }
}
