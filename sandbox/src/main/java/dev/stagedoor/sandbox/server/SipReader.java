// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.server;

import dev.stagedoor.sandbox.AgentSpec;
import dev.stagedoor.sandbox.RoomSpec;
import dev.stagedoor.sandbox.sip.DialRequest;
import dev.stagedoor.sandbox.sip.DispatchRuleView;
import dev.stagedoor.sandbox.sip.DispatchRuleView.Kind;
import dev.stagedoor.sandbox.sip.DispatchRuleView.Routing;
import dev.stagedoor.sandbox.sip.InboundTrunkView;
import dev.stagedoor.sandbox.sip.OutboundTrunkView;
import dev.stagedoor.sandbox.sip.SipLogin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the messages of LiveKit's SIP service. */
final class SipReader {
    private static final List<String> HEADERS = List.of("SIP_NO_HEADERS", "SIP_X_HEADERS", "SIP_ALL_HEADERS");
    private static final List<String> TRANSPORTS =
            List.of("SIP_TRANSPORT_AUTO", "SIP_TRANSPORT_UDP", "SIP_TRANSPORT_TCP", "SIP_TRANSPORT_TLS");
    private static final List<String> ENCRYPTION =
            List.of("SIP_MEDIA_ENCRYPT_DISABLE", "SIP_MEDIA_ENCRYPT_ALLOW", "SIP_MEDIA_ENCRYPT_REQUIRE");

    private SipReader() {}

    static InboundTrunkView inboundTrunk(ProtoJson trunk) {
        return new InboundTrunkView(
                trunk.text("sip_trunk_id"),
                trunk.text("name"),
                trunk.text("metadata"),
                trunk.texts("numbers"),
                trunk.texts("allowed_addresses"),
                trunk.texts("allowed_numbers"),
                login(trunk),
                trunk.map("headers"),
                trunk.map("headers_to_attributes"),
                trunk.map("attributes_to_headers"),
                trunk.oneOf("include_headers", HEADERS),
                trunk.duration("ringing_timeout"),
                trunk.duration("max_call_duration"),
                trunk.flag("krisp_enabled"),
                trunk.oneOf("media_encryption", ENCRYPTION));
    }

    static OutboundTrunkView outboundTrunk(ProtoJson trunk) {
        return new OutboundTrunkView(
                trunk.text("sip_trunk_id"),
                trunk.text("name"),
                trunk.text("metadata"),
                trunk.text("address"),
                trunk.text("destination_country"),
                trunk.oneOf("transport", TRANSPORTS),
                trunk.texts("numbers"),
                login(trunk),
                trunk.map("headers"),
                trunk.map("headers_to_attributes"),
                trunk.map("attributes_to_headers"),
                trunk.oneOf("include_headers", HEADERS),
                trunk.oneOf("media_encryption", ENCRYPTION),
                trunk.text("from_host"));
    }

    private static SipLogin login(ProtoJson trunk) {
        return new SipLogin(trunk.text("auth_username"), trunk.text("auth_password"));
    }

    static DispatchRuleView rule(ProtoJson rule) {
        return new DispatchRuleView(
                rule.text("sip_dispatch_rule_id"),
                routing(rule.message("rule")),
                rule.texts("trunk_ids"),
                rule.flag("hide_phone_number"),
                rule.texts("inbound_numbers"),
                rule.texts("numbers"),
                rule.text("name"),
                rule.text("metadata"),
                rule.map("attributes"),
                rule.text("room_preset"),
                rooming(rule.message("room_config")),
                rule.flag("krisp_enabled"),
                rule.oneOf("media_encryption", ENCRYPTION));
    }

    private static @Nullable Routing routing(@Nullable ProtoJson rule) {
        if (rule == null) return null;
        ProtoJson direct = rule.message("dispatch_rule_direct");
        ProtoJson individual = rule.message("dispatch_rule_individual");
        ProtoJson callee = rule.message("dispatch_rule_callee");
        int given = (direct == null ? 0 : 1) + (individual == null ? 0 : 1) + (callee == null ? 0 : 1);
        if (given > 1) throw ProtoJson.malformed();
        if (direct != null) return new Routing(Kind.DIRECT, direct.text("room_name"), direct.text("pin"), false);
        if (individual != null) return prefixed(Kind.INDIVIDUAL, individual, "no_randomness");
        return callee == null ? new Routing(null, "", "", false) : prefixed(Kind.CALLEE, callee, "randomize");
    }

    private static Routing prefixed(Kind kind, ProtoJson rule, String flag) {
        return new Routing(kind, rule.text("room_prefix"), rule.text("pin"), rule.flag(flag));
    }

    private static @Nullable RoomSpec rooming(@Nullable ProtoJson config) {
        if (config == null) return null;
        return new RoomSpec(
                config.text("name"),
                config.number("empty_timeout"),
                config.number("departure_timeout"),
                config.number("max_participants"),
                config.text("metadata"),
                config.messages("agents").stream()
                        .map(agent -> new AgentSpec(agent.text("agent_name"), agent.text("metadata")))
                        .toList());
    }

    static DialRequest dial(ProtoJson request) {
        return new DialRequest(
                request.text("sip_trunk_id"),
                request.text("sip_call_to"),
                request.text("sip_number"),
                new DialRequest.Participant(
                        request.text("room_name"),
                        request.text("participant_identity"),
                        request.text("participant_name"),
                        request.text("participant_metadata"),
                        request.map("participant_attributes")),
                request.map("headers"),
                new DialRequest.Options(
                        request.text("dtmf"),
                        request.flag("hide_phone_number"),
                        request.duration("ringing_timeout"),
                        request.duration("max_call_duration"),
                        request.flag("wait_until_answered"),
                        request.text("display_name")));
    }
}
