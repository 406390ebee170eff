package dev.stagedoor.calls;

import dev.stagedoor.api.calls.CallView;
import dev.stagedoor.api.calls.TriggerAnswer;
import dev.stagedoor.api.dispatch.DispatchView;
import dev.stagedoor.dispatch.plan.Dispatch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls in the words of the wire. */
final class CallViews {
    private CallViews() {}

    static TriggerAnswer answer(Calls.Triggered triggered) {
        Trigger.Started started = triggered.started();
        Dispatch dispatch = triggered.dispatch();
        return new TriggerAnswer(
                started.callId(),
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
                        dispatch.end() == null ? null : dispatch.end().wire()));
    }

    static CallView of(Call call, @Nullable List<DispatchView> dispatches) {
        return new CallView(
                call.id().value(),
                call.open() ? "open" : "ended",
                call.agentSlug(),
                call.mode(),
                call.userId(),
                call.room(),
                call.sessionId(),
                call.conversationId(),
                call.credentialVersion(),
                call.createdAt(),
                call.endedAt(),
                call.end() == null ? null : call.end().wire(),
                dispatches);
    }
}
