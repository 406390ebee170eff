// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.sip;

import dev.stagedoor.sandbox.Participant.Entrant;
import dev.stagedoor.sandbox.ParticipantView.Kind;
import dev.stagedoor.sandbox.RoomSpec;
import dev.stagedoor.sandbox.SandboxRefusal;
import dev.stagedoor.sandbox.TwirpCode;
import dev.stagedoor.sandbox.clockwork.SandboxIds;
import dev.stagedoor.sandbox.clockwork.Timeline;
import dev.stagedoor.sandbox.sip.DialRequest.Participant;
import dev.stagedoor.sandbox.sip.SipCall.Leg;
import dev.stagedoor.sandbox.sip.SipCall.Status;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Calls that go out, from dialling to the answer. Guarded by the lock of the project's state. */
final class OutboundCalls {
    private static final Duration PROVISIONAL = Duration.ofMillis(100);
    private static final Duration DEAD = Duration.ofSeconds(32);
    private static final Duration KEY = Duration.ofMillis(250);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int REQUEST_TIMEOUT = 408;

    private final SipRegistry registry;
    private final CallControl control;
    private final Timeline timeline;
    private final SandboxIds ids;
    private final Map<String, FarEnd> farEnds = new HashMap<>();
    private FarEnd otherwise = FarEnd.answers(Duration.ofSeconds(1));

    OutboundCalls(SipRegistry registry, CallControl control, Timeline timeline, SandboxIds ids) {
        this.registry = registry;
        this.control = control;
        this.timeline = timeline;
        this.ids = ids;
    }

    void script(@Nullable String callTo, FarEnd farEnd) {
        if (callTo == null) otherwise = farEnd;
        else farEnds.put(callTo, farEnd);
    }

    FarEnd at(String callTo) {
        return farEnds.getOrDefault(callTo, otherwise);
    }

    SipCall place(DialRequest request) {
        SipChecks.dial(request);
        OutboundTrunkView trunk = registry.outbound(request.trunkId());
        FarEnd farEnd = at(request.callTo());
        String number = request.number().isEmpty()
                ? trunk.numbers().get(ids.below(trunk.numbers().size()))
                : request.number();
        Leg leg = new Leg(ids.sipCall(), false, number, request.callTo(), Invite.of(request, trunk, number));
        SipCall call = new SipCall(leg, farEnd.refer(), Status.DIALING, control);
        call.longest = request.options().maxCallDuration();
        control.add(call);
        control.join(call, RoomSpec.named(request.participant().room()), entrant(request, trunk, call));
        if (!call.over()) dial(call, farEnd, request.options());
        return call;
    }

    private static Entrant entrant(DialRequest request, OutboundTrunkView trunk, SipCall call) {
        Participant who = request.participant();
        Map<String, String> attributes = new HashMap<>(who.attributes());
        attributes.put("sip.callID", call.id());
        attributes.put("sip.trunkID", trunk.id());
        if (!request.options().hidePhoneNumber()) {
            attributes.put("sip.phoneNumber", request.callTo());
            attributes.put("sip.hostname", trunk.address());
            attributes.put("sip.trunkPhoneNumber", call.from());
        }
        String identity = who.identity().isEmpty() ? "sip_" + request.callTo() : who.identity();
        return new Entrant(identity, who.name(), Kind.SIP, false, who.metadata(), attributes, Placement.CALL);
    }

    private void dial(SipCall call, FarEnd farEnd, DialRequest.Options options) {
        if (!farEnd.isDead()) timeline.in(PROVISIONAL, () -> advance(call, Status.DIALING, Status.RINGING));
        timeline.in(wait(farEnd, options), () -> settle(call, farEnd, options));
    }

    /** How long it takes until the call is answered or has failed. */
    static Duration wait(FarEnd farEnd, DialRequest.Options options) {
        Duration patience = Objects.requireNonNullElse(options.ringingTimeout(), CallControl.RINGING);
        Duration decided = farEnd.isDead() ? DEAD : farEnd.decides() ? farEnd.rings() : patience;
        return decided.compareTo(patience) < 0 ? decided : patience;
    }

    private static boolean inTime(FarEnd farEnd, DialRequest.Options options) {
        return farEnd.decides() && farEnd.rings().equals(wait(farEnd, options));
    }

    private void settle(SipCall call, FarEnd farEnd, DialRequest.Options options) {
        if (call.over()) return;
        if (!inTime(farEnd, options) || !farEnd.picksUp()) {
            control.end(call, inTime(farEnd, options) ? farEnd.answer() : REQUEST_TIMEOUT, false);
            return;
        }
        control.answer(call, options.dtmf().isEmpty() ? Status.ACTIVE : Status.AUTOMATION);
        timeline.in(keying(options.dtmf()), () -> advance(call, Status.AUTOMATION, Status.ACTIVE));
        Duration talks = farEnd.talks();
        if (talks != null) timeline.in(talks, () -> control.end(call, 0, false));
    }

    private static Duration keying(String keys) {
        Duration total = Duration.ZERO;
        for (char key : keys.toCharArray()) total = total.plus(key == 'w' ? PAUSE : KEY);
        return total;
    }

    private void advance(SipCall call, Status from, Status to) {
        if (!call.over() && call.status == from) control.status(call, to);
    }

    /** What a request that waits is told, if the call will not be answered. */
    static @Nullable SandboxRefusal refusal(FarEnd farEnd, DialRequest.Options options) {
        Duration took = wait(farEnd, options);
        if (!inTime(farEnd, options)) {
            return SandboxRefusal.after(
                    TwirpCode.CANCELED, "twirp error unknown: sip request timed out", Map.of(), took);
        }
        return farEnd.picksUp() ? null : SipStatuses.refusal(farEnd.answer(), took);
    }
}
