// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import dev.stagedoor.api.calls.CallMode;
import dev.stagedoor.api.calls.CallView;
import dev.stagedoor.api.calls.ParticipantView;
import dev.stagedoor.api.calls.PhoneDirection;
import dev.stagedoor.api.calls.PhoneState;
import dev.stagedoor.api.calls.PhoneView;
import dev.stagedoor.api.calls.TriggerAnswer;
import dev.stagedoor.api.calls.TriggerRequest;
import dev.stagedoor.api.dispatch.DispatchView;
import dev.stagedoor.dispatch.plan.Dispatch;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.numbers.MaskedNumber;
import dev.stagedoor.numbers.MaskedViews;
import dev.stagedoor.participants.Participation;
import dev.stagedoor.tokens.Tokens;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Calls in the API's form. */
final class CallViews {
    private CallViews() {}

    private static final Calls.About NOTHING = new Calls.About(null, List.of());

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

    /** As the answer to a change. */
    static CallView of(Principal by, Call call) {
        return view(by, call, NOTHING, null);
    }

    /** In a list, with whoever is in its room. */
    static CallView listed(Principal by, Call call, Calls.About about) {
        return view(by, call, shownTo(by, call, about, null), null);
    }

    /** By itself; of the numbers of people on the phone, what that principal may see. */
    static CallView whole(Principal by, Call call, Calls.About about, List<DispatchView> dispatches) {
        @Nullable
        Instant joined = dispatches.stream()
                .map(DispatchView::joinedAt)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
        return view(by, call, shownTo(by, call, about, joined), dispatches);
    }

    private static Calls.About shownTo(Principal by, Call call, Calls.About about, @Nullable Instant agentJoined) {
        PhoneView phone = about.phone();
        return new Calls.About(phone == null ? null : shownTo(by, call, phone, agentJoined), about.people());
    }

    private static PhoneView shownTo(Principal by, Call call, PhoneView phone, @Nullable Instant agentJoined) {
        boolean out = phone.direction() == PhoneDirection.OUTBOUND;
        return new PhoneView(
                phone.direction(),
                MaskedNumber.shownTo(by, phone.from()),
                MaskedNumber.shownTo(by, phone.to()),
                out ? phone.state() : inbound(call.ending(), agentJoined),
                phone.sipStatus(),
                out ? phone.answeredAt() : agentJoined,
                MaskedViews.cost(by, phone.cost()));
    }

    /** Callers are answered once the agent is there; null where nobody has looked whether it is. */
    private static @Nullable PhoneState inbound(Call.@Nullable Ending ending, @Nullable Instant agentJoined) {
        if (ending == null) {
            return agentJoined == null ? null : PhoneState.ANSWERED;
        }
        return ending.why() == CallEnd.NO_AGENT ? PhoneState.NO_ANSWER : PhoneState.ENDED;
    }

    private static CallView view(Principal by, Call call, Calls.About about, @Nullable List<DispatchView> dispatches) {
        Call.Ending ending = call.ending();
        return new CallView(
                call.id().value(),
                call.open() ? "open" : "ended",
                call.agentSlug(),
                wire(call.mode()),
                MaskedNumber.identityShownTo(by, call.user().id()),
                call.room().name(),
                call.user().sessionId(),
                call.user().conversationId(),
                call.room().credentialVersion(),
                call.limits().createdAt(),
                ending == null ? null : ending.at(),
                ending == null ? null : ending.why().wire(),
                about.phone(),
                about.people().stream().map(one -> participant(by, one)).toList(),
                dispatches);
    }

    private static ParticipantView participant(Principal by, Participation one) {
        return new ParticipantView(
                MaskedNumber.identityShownTo(by, one.identity()),
                one.kind(),
                one.joinedAt(),
                one.leftAt(),
                one.reason().isEmpty() ? null : one.reason());
    }

    private static CallMode wire(Call.Mode mode) {
        return switch (mode) {
            case VOICE -> CallMode.VOICE;
            case TEXT -> CallMode.TEXT;
        };
    }
}
