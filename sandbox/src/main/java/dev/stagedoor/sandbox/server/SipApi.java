// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stagedoor.sandbox.SandboxMethod;
import dev.stagedoor.sandbox.SandboxRefusal;
import dev.stagedoor.sandbox.SandboxState;
import dev.stagedoor.sandbox.TwirpCode;
import dev.stagedoor.sandbox.server.Api.Allowed;
import dev.stagedoor.sandbox.sip.DialRequest;
import dev.stagedoor.sandbox.sip.DispatchRuleView;
import dev.stagedoor.sandbox.sip.InboundTrunkView;
import dev.stagedoor.sandbox.sip.OutboundTrunkView;
import dev.stagedoor.sandbox.sip.SandboxSip;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The methods of LiveKit's SIP service: what each reads, which grant it needs, what it does. */
final class SipApi {
    private SipApi() {}

    /** Reads a request and checks its grant, which comes before everything but a body that cannot be read. */
    static Allowed read(SandboxMethod method, ProtoJson request, @Nullable Claims claims) {
        return switch (method) {
            case CREATE_SIP_PARTICIPANT -> createParticipant(request, claims);
            case TRANSFER_SIP_PARTICIPANT -> transfer(request, claims);
            default -> {
                Function<SandboxSip, ObjectNode> operation = administration(method, request);
                Api.need(claims != null && claims.maySip("admin"));
                yield new Allowed("", state -> operation.apply(state.sip()));
            }
        };
    }

    private static Function<SandboxSip, ObjectNode> administration(SandboxMethod method, ProtoJson request) {
        return switch (method) {
            case CREATE_SIP_INBOUND_TRUNK, UPDATE_SIP_INBOUND_TRUNK, LIST_SIP_INBOUND_TRUNK -> inbound(method, request);
            case CREATE_SIP_OUTBOUND_TRUNK, UPDATE_SIP_OUTBOUND_TRUNK, LIST_SIP_OUTBOUND_TRUNK ->
                outbound(method, request);
            case DELETE_SIP_TRUNK -> {
                String id = request.text("sip_trunk_id");
                yield sip -> {
                    sip.deleteTrunk(id);
                    return SipWire.deletedTrunk(id);
                };
            }
            default -> rules(method, request);
        };
    }

    private static Function<SandboxSip, ObjectNode> inbound(SandboxMethod method, ProtoJson request) {
        if (method == SandboxMethod.LIST_SIP_INBOUND_TRUNK) {
            List<String> ids = request.texts("trunk_ids");
            List<String> numbers = request.texts("numbers");
            return sip -> SipWire.items(sip.listInboundTrunks(ids, numbers), SipWire::trunk);
        }
        if (method == SandboxMethod.CREATE_SIP_INBOUND_TRUNK) {
            InboundTrunkView trunk = given(request.message("trunk"), SipReader::inboundTrunk);
            return sip -> SipWire.trunk(sip.createInboundTrunk(present(trunk, "missing trunk")));
        }
        String id = request.text("sip_trunk_id");
        InboundTrunkView trunk = given(replacement(request), SipReader::inboundTrunk);
        return sip -> SipWire.trunk(sip.replaceInboundTrunk(id, replacing(id, trunk, "trunk")));
    }

    private static Function<SandboxSip, ObjectNode> outbound(SandboxMethod method, ProtoJson request) {
        if (method == SandboxMethod.LIST_SIP_OUTBOUND_TRUNK) {
            List<String> ids = request.texts("trunk_ids");
            List<String> numbers = request.texts("numbers");
            return sip -> SipWire.items(sip.listOutboundTrunks(ids, numbers), SipWire::trunk);
        }
        if (method == SandboxMethod.CREATE_SIP_OUTBOUND_TRUNK) {
            OutboundTrunkView trunk = given(request.message("trunk"), SipReader::outboundTrunk);
            return sip -> SipWire.trunk(sip.createOutboundTrunk(present(trunk, "missing trunk")));
        }
        String id = request.text("sip_trunk_id");
        OutboundTrunkView trunk = given(replacement(request), SipReader::outboundTrunk);
        return sip -> SipWire.trunk(sip.replaceOutboundTrunk(id, replacing(id, trunk, "trunk")));
    }

    private static Function<SandboxSip, ObjectNode> rules(SandboxMethod method, ProtoJson request) {
        String id = request.text("sip_dispatch_rule_id");
        return switch (method) {
            case LIST_SIP_DISPATCH_RULE -> {
                List<String> ids = request.texts("dispatch_rule_ids");
                List<String> trunkIds = request.texts("trunk_ids");
                yield sip -> SipWire.items(sip.listDispatchRules(ids, trunkIds), SipWire::rule);
            }
            case CREATE_SIP_DISPATCH_RULE -> {
                // Without the message, the deprecated fields beside it count, and none of them is read here.
                DispatchRuleView rule = given(request.message("dispatch_rule"), SipReader::rule);
                yield sip -> SipWire.rule(sip.createDispatchRule(present(rule, "missing rule")));
            }
            case UPDATE_SIP_DISPATCH_RULE -> {
                DispatchRuleView rule = given(replacement(request), SipReader::rule);
                yield sip -> SipWire.rule(sip.replaceDispatchRule(id, replacing(id, rule, "rule")));
            }
            case DELETE_SIP_DISPATCH_RULE -> sip -> SipWire.rule(sip.deleteDispatchRule(id));
            default -> throw new IllegalStateException("no method of trunks or rules: " + method);
        };
    }

    private static Allowed createParticipant(ProtoJson request, @Nullable Claims claims) {
        DialRequest dial = SipReader.dial(request);
        Api.need(claims != null && claims.maySip("call"));
        return new Allowed(
                dial.participant().room(),
                state -> SipWire.participant(state.sip().createParticipant(dial)),
                state -> state.sip().latency(dial));
    }

    private static Allowed transfer(ProtoJson request, @Nullable Claims claims) {
        String room = request.text("room_name");
        String identity = request.text("participant_identity");
        String target = request.text("transfer_to");
        Duration patience = request.duration("ringing_timeout");
        request.map("headers");
        if (room.isEmpty()) throw SandboxRefusal.inner(TwirpCode.INVALID_ARGUMENT, "Missing room name");
        if (identity.isEmpty()) throw SandboxRefusal.inner(TwirpCode.INVALID_ARGUMENT, "Missing participant identity");
        Api.need(claims != null && claims.maySip("call") && claims.mayAdmin(room));
        return new Allowed(room, (SandboxState state) -> {
            state.sip().transfer(room, identity, target, patience);
            return Wire.empty();
        });
    }

    private static @Nullable ProtoJson replacement(ProtoJson request) {
        if (request.message("update") != null) {
            throw SandboxRefusal.of(TwirpCode.UNIMPLEMENTED, "the sandbox replaces trunks and rules whole");
        }
        return request.message("replace");
    }

    private static <T> @Nullable T given(@Nullable ProtoJson message, Function<ProtoJson, T> reader) {
        return message == null ? null : reader.apply(message);
    }

    private static <T> T present(@Nullable T given, String otherwise) {
        if (given == null) throw SandboxRefusal.of(TwirpCode.INVALID_ARGUMENT, otherwise);
        return given;
    }

    private static <T> T replacing(String id, @Nullable T given, String what) {
        return present(given, id.isEmpty() ? what + " id must be set" : "missing or unsupported update action");
    }
}
