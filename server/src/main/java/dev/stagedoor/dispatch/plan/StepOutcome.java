// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch.plan;

import java.time.Instant;

/** Applies the outcome of a step to a dispatch. Pure, like {@link Planner}. */
public final class StepOutcome {
    private StepOutcome() {}

    /** After {@link Step.Send}; {@code dispatch} is its intent. */
    public static Dispatch sent(Dispatch dispatch, SendResult result, Instant now) {
        Attempt attempt = dispatch.current().orElseThrow();
        return switch (result) {
            case SENT -> dispatch.current(attempt.sent(now)).sent().succeededCall();
            case NOT_SENT -> dispatch.current(attempt.notSent()).failedCall(now);
            case UNKNOWN -> dispatch.sent().failedCall(now);
            case CREDENTIAL_REJECTED -> dispatch.current(attempt.notSent()).ending(EndReason.CREDENTIAL_REJECTED, now);
            case REFUSED -> dispatch.current(attempt.notSent()).ending(EndReason.REFUSED, now);
        };
    }

    /** After a successful observation. */
    public static Dispatch looked(Dispatch dispatch, RoomView room) {
        return dispatch.looked(room.exists());
    }

    /** After something was cleaned up: the quiet period starts again. */
    public static Dispatch tookBack(Dispatch dispatch) {
        return dispatch.quiet(null).succeededCall();
    }

    /** After a failed observation, deletion or removal. */
    public static Dispatch failed(Dispatch dispatch, Instant now) {
        return dispatch.failedCall(now);
    }
}
