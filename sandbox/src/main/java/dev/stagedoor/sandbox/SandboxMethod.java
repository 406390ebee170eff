// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The API methods the sandbox serves: those of LiveKit's room, agent dispatch and SIP services. */
public enum SandboxMethod {
    CREATE_ROOM("RoomService", "CreateRoom"),
    LIST_ROOMS("RoomService", "ListRooms"),
    DELETE_ROOM("RoomService", "DeleteRoom"),
    LIST_PARTICIPANTS("RoomService", "ListParticipants"),
    GET_PARTICIPANT("RoomService", "GetParticipant"),
    REMOVE_PARTICIPANT("RoomService", "RemoveParticipant"),
    UPDATE_PARTICIPANT("RoomService", "UpdateParticipant"),
    MUTE_PUBLISHED_TRACK("RoomService", "MutePublishedTrack"),
    UPDATE_SUBSCRIPTIONS("RoomService", "UpdateSubscriptions"),
    SEND_DATA("RoomService", "SendData"),
    UPDATE_ROOM_METADATA("RoomService", "UpdateRoomMetadata"),
    PERFORM_RPC("RoomService", "PerformRpc"),
    CREATE_DISPATCH("AgentDispatchService", "CreateDispatch"),
    DELETE_DISPATCH("AgentDispatchService", "DeleteDispatch"),
    LIST_DISPATCH("AgentDispatchService", "ListDispatch"),
    CREATE_SIP_INBOUND_TRUNK("SIP", "CreateSIPInboundTrunk"),
    UPDATE_SIP_INBOUND_TRUNK("SIP", "UpdateSIPInboundTrunk"),
    LIST_SIP_INBOUND_TRUNK("SIP", "ListSIPInboundTrunk"),
    CREATE_SIP_OUTBOUND_TRUNK("SIP", "CreateSIPOutboundTrunk"),
    UPDATE_SIP_OUTBOUND_TRUNK("SIP", "UpdateSIPOutboundTrunk"),
    LIST_SIP_OUTBOUND_TRUNK("SIP", "ListSIPOutboundTrunk"),
    DELETE_SIP_TRUNK("SIP", "DeleteSIPTrunk"),
    CREATE_SIP_DISPATCH_RULE("SIP", "CreateSIPDispatchRule"),
    UPDATE_SIP_DISPATCH_RULE("SIP", "UpdateSIPDispatchRule"),
    LIST_SIP_DISPATCH_RULE("SIP", "ListSIPDispatchRule"),
    DELETE_SIP_DISPATCH_RULE("SIP", "DeleteSIPDispatchRule"),
    CREATE_SIP_PARTICIPANT("SIP", "CreateSIPParticipant"),
    TRANSFER_SIP_PARTICIPANT("SIP", "TransferSIPParticipant");

    private static final Map<String, SandboxMethod> BY_PATH =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(SandboxMethod::path, Function.identity()));

    private final String path;

    SandboxMethod(String service, String method) {
        this.path = "/twirp/livekit." + service + "/" + method;
    }

    /** The request path, e.g. {@code /twirp/livekit.RoomService/CreateRoom}. */
    public String path() {
        return path;
    }

    /** Whether it belongs to LiveKit's SIP service. */
    public boolean isSip() {
        return path.startsWith("/twirp/livekit.SIP/");
    }

    public static @Nullable SandboxMethod byPath(String path) {
        return BY_PATH.get(path);
    }
}
