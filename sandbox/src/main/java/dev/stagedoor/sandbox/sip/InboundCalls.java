// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.sip;

import dev.stagedoor.sandbox.clockwork.SandboxIds;
import dev.stagedoor.sandbox.clockwork.Timeline;
import dev.stagedoor.sandbox.sip.Placement.CallIds;
import dev.stagedoor.sandbox.sip.SipCall.Leg;
import dev.stagedoor.sandbox.sip.SipCall.Status;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Calls that come in, from the INVITE to the ringing. Guarded by the lock of the project's state. */
final class InboundCalls {
    private static final int UNAUTHORIZED = 401;
    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;
    private static final int UNAVAILABLE = 503;
    private static final int SILENCE = 0;

    private final SipRegistry registry;
    private final CallControl control;
    private final Timeline timeline;
    private final SandboxIds ids;
    private final Map<SipCall, Pending> awaitingPin = new HashMap<>();

    /** A call whose caller has been asked for a PIN. */
    private record Pending(Caller caller, @Nullable InboundTrunkView trunk) {}

    InboundCalls(SipRegistry registry, CallControl control, Timeline timeline, SandboxIds ids) {
        this.registry = registry;
        this.control = control;
        this.timeline = timeline;
        this.ids = ids;
        control.onPin(this::keyed);
    }

    SipCall receive(Caller caller) {
        Leg leg = new Leg(ids.sipCall(), true, caller.from(), caller.to(), Invite.of(caller));
        SipCall call = new SipCall(leg, caller.refer(), Status.RINGING, control);
        control.add(call);
        try {
            InboundTrunkView trunk = Matching.trunk(registry.inbound(List.of(), List.of(caller.to())), caller);
            int refusal = trunk == null ? SILENCE : authentication(trunk.login(), caller.login());
            if (refusal == SILENCE) ring(call, caller, trunk, "");
            else control.end(call, refusal, true);
        } catch (Matching.Ambiguous twoTrunks) {
            control.end(call, UNAVAILABLE, true);
        }
        return call;
    }

    private static int authentication(SipLogin wanted, SipLogin given) {
        if (!wanted.isAskedFor() || wanted.equals(given)) return SILENCE;
        return given.equals(SipLogin.NONE) ? PROXY_AUTHENTICATION_REQUIRED : UNAUTHORIZED;
    }

    private void ring(SipCall call, Caller caller, @Nullable InboundTrunkView trunk, String pin) {
        String trunkId = trunk == null ? null : trunk.id();
        List<String> trunkIds = trunkId == null ? List.of() : List.of(trunkId);
        DispatchRuleView rule = Matching.rule(registry.rules(List.of(), trunkIds), trunkId, caller, pin);
        if (rule == null) {
            control.end(call, SILENCE, true);
            return;
        }
        if (pin.isEmpty() && !Matching.routing(rule).pin().isEmpty()) {
            awaitingPin.put(call, new Pending(caller, trunk));
            control.answer(call, Status.ACTIVE);
            return;
        }
        call.longest = trunk == null ? null : trunk.maxCallDuration();
        CallIds names = new CallIds(call.id(), ids.random() + "@" + caller.host(), ids.random(), ids.random());
        Placement placement = Placement.of(rule, trunk, caller, names);
        control.join(call, placement.room(), placement.entrant());
        Duration patience = trunk == null ? null : trunk.ringingTimeout();
        timeline.in(Objects.requireNonNullElse(patience, CallControl.RINGING), () -> stopRinging(call));
    }

    private void stopRinging(SipCall call) {
        if (call.status == Status.RINGING) control.end(call, CallControl.BUSY, true);
    }

    /** The call is answered already, and stays so with the right PIN; LiveKit hangs up on a wrong one. */
    private void keyed(SipCall call, String pin) {
        Pending pending = awaitingPin.remove(call);
        if (pending != null) ring(call, pending.caller(), pending.trunk(), pin);
    }
}
