// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stagedoor.sandbox.RoomSpec;
import dev.stagedoor.sandbox.sip.DispatchRuleView;
import dev.stagedoor.sandbox.sip.DispatchRuleView.Routing;
import dev.stagedoor.sandbox.sip.InboundTrunkView;
import dev.stagedoor.sandbox.sip.OutboundTrunkView;
import dev.stagedoor.sandbox.sip.SipCall;
import dev.stagedoor.sandbox.sip.SipLogin;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The answers of LiveKit's SIP service, passwords in clear among them, as server 1.11.0 writes them. */
final class SipWire {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private SipWire() {}

    static <T> ObjectNode items(List<T> all, Function<T, ObjectNode> writer) {
        ObjectNode list = JSON.objectNode();
        ArrayNode items = list.putArray("items");
        all.forEach(one -> items.add(writer.apply(one)));
        return list;
    }

    static ObjectNode trunk(InboundTrunkView trunk) {
        ObjectNode node = JSON.objectNode()
                .put("sip_trunk_id", trunk.id())
                .put("name", trunk.name())
                .put("metadata", trunk.metadata());
        texts(node, "numbers", trunk.numbers());
        texts(node, "allowed_addresses", trunk.allowedAddresses());
        texts(node, "allowed_numbers", trunk.allowedNumbers());
        login(node, trunk.login());
        map(node, "headers", trunk.headers());
        map(node, "headers_to_attributes", trunk.headersToAttributes());
        map(node, "attributes_to_headers", trunk.attributesToHeaders());
        node.put("include_headers", trunk.includeHeaders())
                .put("ringing_timeout", duration(trunk.ringingTimeout()))
                .put("max_call_duration", duration(trunk.maxCallDuration()))
                .put("krisp_enabled", trunk.krispEnabled())
                .put("media_encryption", trunk.mediaEncryption());
        return undated(node);
    }

    static ObjectNode trunk(OutboundTrunkView trunk) {
        ObjectNode node = JSON.objectNode()
                .put("sip_trunk_id", trunk.id())
                .put("name", trunk.name())
                .put("metadata", trunk.metadata())
                .put("address", trunk.address())
                .put("destination_country", trunk.destinationCountry())
                .put("transport", trunk.transport());
        texts(node, "numbers", trunk.numbers());
        login(node, trunk.login());
        map(node, "headers", trunk.headers());
        map(node, "headers_to_attributes", trunk.headersToAttributes());
        map(node, "attributes_to_headers", trunk.attributesToHeaders());
        node.put("include_headers", trunk.includeHeaders())
                .put("media_encryption", trunk.mediaEncryption())
                .put("from_host", trunk.fromHost());
        return undated(node);
    }

    /** Whatever the trunk was, and whether or not there was one. */
    static ObjectNode deletedTrunk(String id) {
        ObjectNode node = JSON.objectNode().put("sip_trunk_id", id).put("kind", "TRUNK_LEGACY");
        node.putArray("inbound_addresses");
        node.put("outbound_address", "").put("outbound_number", "").put("transport", "SIP_TRANSPORT_AUTO");
        node.putArray("inbound_numbers_regex");
        node.putArray("inbound_numbers");
        return node.put("inbound_username", "")
                .put("inbound_password", "")
                .put("outbound_username", "")
                .put("outbound_password", "")
                .put("name", "")
                .put("metadata", "");
    }

    static ObjectNode rule(DispatchRuleView rule) {
        ObjectNode node = JSON.objectNode().put("sip_dispatch_rule_id", rule.id());
        routing(node.putObject("rule"), rule.routing());
        texts(node, "trunk_ids", rule.trunkIds());
        node.put("hide_phone_number", rule.hidePhoneNumber());
        texts(node, "inbound_numbers", rule.inboundNumbers());
        texts(node, "numbers", rule.numbers());
        node.put("name", rule.name()).put("metadata", rule.metadata());
        map(node, "attributes", rule.attributes());
        node.put("room_preset", rule.roomPreset());
        RoomSpec config = rule.roomConfig();
        if (config == null) node.putNull("room_config");
        else rooming(node.putObject("room_config"), config);
        node.put("krisp_enabled", rule.krispEnabled()).put("media_encryption", rule.mediaEncryption());
        return undated(node);
    }

    private static void routing(ObjectNode node, @Nullable Routing routing) {
        if (routing == null || routing.kind() == null) return;
        switch (routing.kind()) {
            case DIRECT ->
                node.putObject("dispatch_rule_direct")
                        .put("room_name", routing.room())
                        .put("pin", routing.pin());
            case INDIVIDUAL -> prefixed(node.putObject("dispatch_rule_individual"), routing, "no_randomness");
            case CALLEE -> prefixed(node.putObject("dispatch_rule_callee"), routing, "randomize");
        }
    }

    private static void prefixed(ObjectNode node, Routing routing, String flag) {
        node.put("room_prefix", routing.room()).put("pin", routing.pin()).put(flag, routing.flag());
    }

    private static void rooming(ObjectNode node, RoomSpec config) {
        node.put("name", config.name())
                .put("empty_timeout", config.emptyTimeout())
                .put("departure_timeout", config.departureTimeout())
                .put("max_participants", config.maxParticipants())
                .put("metadata", config.metadata())
                .putNull("egress")
                .put("min_playout_delay", 0)
                .put("max_playout_delay", 0)
                .put("sync_streams", false);
        ArrayNode agents = node.putArray("agents");
        config.agents()
                .forEach(agent -> agents.addObject()
                        .put("agent_name", agent.agentName())
                        .put("metadata", agent.metadata())
                        .put("restart_policy", "JRP_ON_FAILURE"));
        node.putObject("tags");
    }

    static ObjectNode participant(SipCall call) {
        return JSON.objectNode()
                .put("participant_id", call.participantSid())
                .put("participant_identity", call.identity())
                .put("room_name", call.room())
                .put("sip_call_id", call.id());
    }

    private static void login(ObjectNode node, SipLogin login) {
        node.put("auth_username", login.username()).put("auth_password", login.password());
    }

    private static void texts(ObjectNode node, String name, List<String> texts) {
        ArrayNode array = node.putArray(name);
        texts.forEach(array::add);
    }

    private static void map(ObjectNode node, String name, Map<String, String> map) {
        ObjectNode object = node.putObject(name);
        map.forEach(object::put);
    }

    /** Protobuf writes no decimals, or three, six or nine of them. */
    private static @Nullable String duration(@Nullable Duration duration) {
        if (duration == null) return null;
        int nanos = duration.getNano();
        if (nanos == 0) return duration.getSeconds() + "s";
        String decimals = String.format("%09d", nanos);
        while (decimals.endsWith("000")) decimals = decimals.substring(0, decimals.length() - 3);
        return duration.getSeconds() + "." + decimals + "s";
    }

    private static ObjectNode undated(ObjectNode node) {
        return node.putNull("created_at").putNull("updated_at");
    }
}
