// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.sip;

import dev.stagedoor.sandbox.SandboxRefusal;
import dev.stagedoor.sandbox.TwirpCode;
import dev.stagedoor.sandbox.clockwork.SandboxIds;
import dev.stagedoor.sandbox.clockwork.Timeline;
import dev.stagedoor.sandbox.sip.Caller.Refer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A project's telephony: what LiveKit's SIP service offers, and the telephones that tests play. Errors are
 * {@link SandboxRefusal}s with LiveKit's own wording. Thread-safe; every operation is atomic.
 *
 * <pre>{@code
 * InboundTrunkView trunk = sip.createInboundTrunk(InboundTrunkView.of("+442079460100"));
 * sip.createDispatchRule(DispatchRuleView.individual("call", trunk.id()).withAgents(new AgentSpec("greeter", "")));
 * SipCall call = sip.dial(Caller.of("+442079460199", "+442079460100"));
 * clock.advance(Duration.ofSeconds(1));
 * assertThat(call.status()).isEqualTo(SipCall.Status.ACTIVE);
 * }</pre>
 */
public final class SandboxSip {
    private static final Duration REFER_WAITS = Duration.ofSeconds(30);
    private static final int DECLINED = 603;

    private final Turn turn;
    private final CallRooms rooms;
    private final SipRegistry registry;
    private final CallControl control;
    private final InboundCalls inbound;
    private final OutboundCalls outbound;

    /** For {@link dev.stagedoor.sandbox.SandboxState}, which hands out the project's only one. */
    public SandboxSip(Turn turn, CallRooms rooms, Timeline timeline, SandboxIds ids) {
        this.turn = turn;
        this.rooms = rooms;
        this.registry = new SipRegistry(ids);
        this.control = new CallControl(turn, rooms, timeline);
        this.inbound = new InboundCalls(registry, control, timeline, ids);
        this.outbound = new OutboundCalls(registry, control, timeline, ids);
    }

    /** Creates an inbound trunk. 400 for one that LiveKit sees to be a duplicate. */
    public InboundTrunkView createInboundTrunk(InboundTrunkView trunk) {
        return turn.get(() -> registry.create(trunk));
    }

    /** Replaces an inbound trunk. 404 if there is none. */
    public InboundTrunkView replaceInboundTrunk(String id, InboundTrunkView trunk) {
        return turn.get(() -> registry.replace(id, trunk));
    }

    /** Inbound trunks by id, and by number however it is spelled; empty for all. */
    public List<InboundTrunkView> listInboundTrunks(Collection<String> ids, List<String> numbers) {
        return turn.get(() -> registry.inbound(ids, numbers));
    }

    /** Creates an outbound trunk. */
    public OutboundTrunkView createOutboundTrunk(OutboundTrunkView trunk) {
        return turn.get(() -> registry.create(trunk));
    }

    /** Replaces an outbound trunk. 404 if there is none. */
    public OutboundTrunkView replaceOutboundTrunk(String id, OutboundTrunkView trunk) {
        return turn.get(() -> registry.replace(id, trunk));
    }

    /** Outbound trunks by id and by number; empty for all. */
    public List<OutboundTrunkView> listOutboundTrunks(Collection<String> ids, Collection<String> numbers) {
        return turn.get(() -> registry.outbound(ids, numbers));
    }

    /** Deletes a trunk of either kind, if there is one. */
    public void deleteTrunk(String id) {
        turn.take(() -> registry.deleteTrunk(id));
    }

    /** Creates a dispatch rule. 400 for a duplicate. */
    public DispatchRuleView createDispatchRule(DispatchRuleView rule) {
        return turn.get(() -> registry.create(rule));
    }

    /** Replaces a dispatch rule. 404 if there is none. */
    public DispatchRuleView replaceDispatchRule(String id, DispatchRuleView rule) {
        return turn.get(() -> registry.replace(id, rule));
    }

    /** Dispatch rules by id and by trunk; empty for all. */
    public List<DispatchRuleView> listDispatchRules(Collection<String> ids, Collection<String> trunkIds) {
        return turn.get(() -> registry.rules(ids, trunkIds));
    }

    /** Deletes a dispatch rule. 404 if there is none. */
    public DispatchRuleView deleteDispatchRule(String id) {
        return turn.get(() -> registry.deleteRule(id));
    }

    /**
     * Places a call. A request that waits is refused at once, with the time that LiveKit would take for it, if the call
     * will not be answered; the call itself goes on until then.
     */
    public SipCall createParticipant(DialRequest request) {
        return turn.get(() -> {
            SipCall call = outbound.place(request);
            SandboxRefusal refusal = OutboundCalls.refusal(outbound.at(request.callTo()), request.options());
            if (request.options().waitUntilAnswered() && refusal != null) throw refusal;
            return call;
        });
    }

    /** How long LiveKit takes to answer that request. */
    public Duration latency(DialRequest request) {
        return request.options().waitUntilAnswered()
                ? turn.get(() -> OutboundCalls.wait(outbound.at(request.callTo()), request.options()))
                : Duration.ZERO;
    }

    /**
     * Transfers a call. 404 without the participant, 408 if the carrier never says anything about it: the call goes on.
     *
     * @param target put into the REFER as it is
     * @param ringingTimeout null for 30 s
     */
    public void transfer(String room, String identity, String target, @Nullable Duration ringingTimeout) {
        turn.take(() -> {
            SipChecks.transfer(target);
            SipCall call = call(room, identity);
            call.transfers.add(target);
            Duration patience = Objects.requireNonNullElse(ringingTimeout, REFER_WAITS);
            if (call.refer == Refer.UNANSWERED) {
                throw SandboxRefusal.after(
                        TwirpCode.DEADLINE_EXCEEDED, "twirp error unknown: request timed out", Map.of(), patience);
            }
            if (call.refer == Refer.DECLINES) throw SipStatuses.refusal(DECLINED, Duration.ZERO);
            control.end(call, CallControl.CANCELLED, false);
        });
    }

    private SipCall call(String room, String identity) {
        if (!rooms.has(room, identity)) {
            throw SandboxRefusal.inner(TwirpCode.NOT_FOUND, "participant does not exist");
        }
        String id = rooms.attributeOf(room, identity, "sip.callID");
        return control.all().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() ->
                        SandboxRefusal.inner(TwirpCode.INVALID_ARGUMENT, "no SIP session associated with participant"));
    }

    /** Somebody calls. */
    public SipCall dial(Caller caller) {
        return turn.get(() -> inbound.receive(caller));
    }

    /** Somebody without a password calls. */
    public SipCall dial(String from, String to) {
        return dial(Caller.of(from, to));
    }

    /** Says what happens at a number, or SIP user, that LiveKit will call. */
    public void farEnd(String callTo, FarEnd farEnd) {
        turn.take(() -> outbound.script(callTo, farEnd));
    }

    /** Says what happens at all other numbers; until then somebody picks up after a second. */
    public void otherFarEnds(FarEnd farEnd) {
        turn.take(() -> outbound.script(null, farEnd));
    }

    /** All calls so far, in both directions, oldest first. */
    public List<SipCall> calls() {
        return turn.get(() -> List.copyOf(control.all()));
    }
}
