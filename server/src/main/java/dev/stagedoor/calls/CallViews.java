// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import dev.stagedoor.api.calls.CallMode;
import dev.stagedoor.api.calls.CallView;
import dev.stagedoor.api.calls.TriggerAnswer;
import dev.stagedoor.api.calls.TriggerRequest;
import dev.stagedoor.api.dispatch.DispatchView;
import dev.stagedoor.dispatch.plan.Dispatch;
import dev.stagedoor.tokens.Tokens;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls in the API's form. */
final class CallViews {
    private CallViews() {}

    static StartCall command(TriggerRequest request) {
        return new StartCall(
                request.agentSlug(),
                request.mode() == CallMode.TEXT ? Call.Mode.TEXT : Call.Mode.VOICE,
                new Call.User(request.userId(), request.sessionId(), request.conversationId()),
                request.roomName(),
                new StartCall.Brief(request.context(), request.message()),
                switch (request.waitFor()) {
                    case null -> StartCall.Wait.SENT;
                    case NONE -> StartCall.Wait.NONE;
                    case SENT -> StartCall.Wait.SENT;
                    case JOINED -> StartCall.Wait.JOINED;
                },
                Tokens.Seat.POLICY);
    }

    static TriggerAnswer answer(StartedCall started, StartCall.Wait waitedFor) {
        Dispatch dispatch = started.dispatch();
        MissingAgent missing = MissingAgent.of(dispatch, waitedFor);
        return new TriggerAnswer(
                started.id().value(),
                dispatch.spec().room(),
                started.token().serverUrl(),
                started.token().jwt(),
                started.token().expiresAt(),
                new TriggerAnswer.TriggeredDispatch(
                        dispatch.id().value(),
                        dispatch.status().wire(),
                        dispatch.attempts().size(),
                        dispatch.spec().agentName(),
                        dispatch.joined(),
                        dispatch.end() == null ? null : dispatch.end().wire(),
                        missing == null ? null : missing.detail(),
                        missing == null ? null : missing.next()));
    }

    static CallView of(Call call, @Nullable List<DispatchView> dispatches) {
        Call.Ending ending = call.ending();
        return new CallView(
                call.id().value(),
                call.open() ? "open" : "ended",
                call.agentSlug(),
                wire(call.mode()),
                call.user().id(),
                call.room().name(),
                call.user().sessionId(),
                call.user().conversationId(),
                call.room().credentialVersion(),
                call.limits().createdAt(),
                ending == null ? null : ending.at(),
                ending == null ? null : ending.why().wire(),
                dispatches);
    }

    private static CallMode wire(Call.Mode mode) {
        return switch (mode) {
            case VOICE -> CallMode.VOICE;
            case TEXT -> CallMode.TEXT;
        };
    }
}
