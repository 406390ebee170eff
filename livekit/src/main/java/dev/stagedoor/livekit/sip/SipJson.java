// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.sip;

import dev.stagedoor.livekit.wire.JsonBytes;
import dev.stagedoor.livekit.wire.RoomConfigurationJson;
import java.util.List;

/** The requests in protojson's camelCase. For {@link dev.stagedoor.livekit.api.SipService}, not for its users. */
public final class SipJson {
    private static final byte[] NAME = JsonBytes.name("name");
    private static final byte[] METADATA = JsonBytes.name("metadata");
    private static final byte[] NUMBERS = JsonBytes.name("numbers");
    private static final byte[] HEADERS = JsonBytes.name("headers");
    private static final byte[] ATTRIBUTES = JsonBytes.name("attributes");
    private static final byte[] HEADERS_TO_ATTRIBUTES = JsonBytes.name("headersToAttributes");
    private static final byte[] ATTRIBUTES_TO_HEADERS = JsonBytes.name("attributesToHeaders");
    private static final byte[] RINGING_TIMEOUT = JsonBytes.name("ringingTimeout");
    private static final byte[] MAX_CALL_DURATION = JsonBytes.name("maxCallDuration");
    private static final byte[] KRISP_ENABLED = JsonBytes.name("krispEnabled");
    private static final byte[] HIDE_PHONE_NUMBER = JsonBytes.name("hidePhoneNumber");
    private static final byte[] PLAY_DIALTONE = JsonBytes.name("playDialtone");
    private static final byte[] PIN = JsonBytes.name("pin");
    private static final byte[] ROOM_NAME = JsonBytes.name("roomName");
    private static final byte[] ROOM_PREFIX = JsonBytes.name("roomPrefix");
    private static final byte[] PARTICIPANT_IDENTITY = JsonBytes.name("participantIdentity");
    private static final byte[] DISPLAY_NAME = JsonBytes.name("displayName");

    private SipJson() {}

    /** Writes the trunk as a field. */
    public static void write(JsonBytes out, byte[] field, InboundTrunk trunk) {
        out.open(field).text(NAME, trunk.name()).text(METADATA, trunk.metadata());
        writeList(out, NUMBERS, trunk.numbers());
        writeList(out, JsonBytes.name("allowedAddresses"), trunk.allowedAddresses());
        writeList(out, JsonBytes.name("allowedNumbers"), trunk.allowedNumbers());
        if (trunk.credential() != null) {
            trunk.credential().write(out);
        }
        RoomConfigurationJson.writeMap(out, HEADERS_TO_ATTRIBUTES, trunk.headersToAttributes());
        RoomConfigurationJson.writeMap(out, ATTRIBUTES_TO_HEADERS, trunk.attributesToHeaders());
        out.text(RINGING_TIMEOUT, ProtoDuration.write(trunk.ringingTimeout()))
                .text(MAX_CALL_DURATION, ProtoDuration.write(trunk.maxCallDuration()))
                .flag(KRISP_ENABLED, trunk.krispEnabled())
                .close();
    }

    /** Writes the trunk as a field. */
    public static void write(JsonBytes out, byte[] field, OutboundTrunk trunk) {
        out.open(field)
                .text(NAME, trunk.name())
                .text(METADATA, trunk.metadata())
                .text(JsonBytes.name("address"), trunk.address())
                .text(JsonBytes.name("transport"), trunk.transport().wire())
                .text(JsonBytes.name("destinationCountry"), trunk.destinationCountry());
        writeList(out, NUMBERS, trunk.numbers());
        if (trunk.credential() != null) {
            trunk.credential().write(out);
        }
        RoomConfigurationJson.writeMap(out, HEADERS, trunk.headers());
        RoomConfigurationJson.writeMap(out, HEADERS_TO_ATTRIBUTES, trunk.headersToAttributes());
        RoomConfigurationJson.writeMap(out, ATTRIBUTES_TO_HEADERS, trunk.attributesToHeaders());
        out.close();
    }

    /** Writes the rule as a field. */
    public static void write(JsonBytes out, byte[] field, DispatchRule rule) {
        out.open(field).text(NAME, rule.name()).text(METADATA, rule.metadata()).open(JsonBytes.name("rule"));
        write(out, rule.routing());
        out.close();
        writeList(out, JsonBytes.name("trunkIds"), rule.trunkIds());
        writeList(out, NUMBERS, rule.numbers());
        writeList(out, JsonBytes.name("inboundNumbers"), rule.inboundNumbers());
        out.flag(HIDE_PHONE_NUMBER, rule.hidePhoneNumber());
        RoomConfigurationJson.writeMap(out, ATTRIBUTES, rule.attributes());
        if (rule.roomConfig() != null) {
            RoomConfigurationJson.write(out, JsonBytes.name("roomConfig"), rule.roomConfig());
        }
        out.close();
    }

    private static void write(JsonBytes out, Routing routing) {
        switch (routing) {
            case Routing.Individual one ->
                out.open(JsonBytes.name("dispatchRuleIndividual"))
                        .text(ROOM_PREFIX, one.roomPrefix())
                        .flag(JsonBytes.name("noRandomness"), one.noRandomness());
            case Routing.Direct one ->
                out.open(JsonBytes.name("dispatchRuleDirect")).text(ROOM_NAME, one.roomName());
            case Routing.Callee one ->
                out.open(JsonBytes.name("dispatchRuleCallee"))
                        .text(ROOM_PREFIX, one.roomPrefix())
                        .flag(JsonBytes.name("randomize"), one.randomize());
        }
        out.text(PIN, routing.pin()).close();
    }

    /** Writes the call into the object that is open. */
    public static void write(JsonBytes out, CreateSipParticipant call) {
        out.text(JsonBytes.name("sipTrunkId"), call.sipTrunkId())
                .text(JsonBytes.name("sipCallTo"), call.sipCallTo())
                .text(JsonBytes.name("sipNumber"), call.sipNumber())
                .text(ROOM_NAME, call.roomName())
                .text(PARTICIPANT_IDENTITY, call.identity())
                .text(JsonBytes.name("participantName"), call.name())
                .text(JsonBytes.name("participantMetadata"), call.metadata())
                .text(JsonBytes.name("dtmf"), call.dtmf());
        RoomConfigurationJson.writeMap(out, JsonBytes.name("participantAttributes"), call.attributes());
        var shown = call.displayName();
        if (shown != null && shown.isEmpty()) {
            out.json(DISPLAY_NAME, "\"\"");
        } else {
            out.text(DISPLAY_NAME, shown);
        }
        out.flag(HIDE_PHONE_NUMBER, call.hidePhoneNumber());
        RoomConfigurationJson.writeMap(out, HEADERS, call.headers());
        out.text(RINGING_TIMEOUT, ProtoDuration.write(call.ringingTimeout()))
                .text(MAX_CALL_DURATION, ProtoDuration.write(call.maxCallDuration()))
                .flag(PLAY_DIALTONE, call.playDialtone())
                .flag(KRISP_ENABLED, call.krispEnabled())
                .flag(JsonBytes.name("waitUntilAnswered"), call.waitUntilAnswered());
    }

    /** Writes the transfer into the object that is open. */
    public static void write(JsonBytes out, TransferSipParticipant transfer) {
        out.text(ROOM_NAME, transfer.roomName())
                .text(PARTICIPANT_IDENTITY, transfer.identity())
                .text(JsonBytes.name("transferTo"), transfer.transferTo().uri())
                .flag(PLAY_DIALTONE, transfer.playDialtone());
        RoomConfigurationJson.writeMap(out, HEADERS, transfer.headers());
        out.text(RINGING_TIMEOUT, ProtoDuration.write(transfer.ringingTimeout()));
    }

    /** Writes a list as a field, unless it is empty. */
    public static void writeList(JsonBytes out, byte[] field, List<String> list) {
        if (!list.isEmpty()) {
            out.openArray(field);
            list.forEach(out::element);
            out.closeArray();
        }
    }
}
