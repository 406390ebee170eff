// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.api;

import dev.stagedoor.livekit.RoomConfiguration;
import dev.stagedoor.livekit.token.ServerGrant;
import dev.stagedoor.livekit.token.VideoGrant;
import dev.stagedoor.livekit.wire.JsonBytes;
import dev.stagedoor.livekit.wire.RoomConfigurationJson;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Rooms and their participants. Every method calls the server once and throws {@link LiveKitException}; removing what
 * is already gone is not an error.
 *
 * <p>ForwardParticipant and MoveParticipant are left out: only LiveKit Cloud has them.
 */
public final class RoomService {
    private static final byte[] NAME = JsonBytes.name("name");
    private static final byte[] NAMES = JsonBytes.name("names");
    private static final byte[] ROOM = JsonBytes.name("room");
    private static final byte[] ROOM_PRESET = JsonBytes.name("roomPreset");
    private static final byte[] IDENTITY = JsonBytes.name("identity");
    private static final byte[] METADATA = JsonBytes.name("metadata");
    private static final byte[] TRACK_SID = JsonBytes.name("trackSid");
    private static final byte[] MUTED = JsonBytes.name("muted");
    private static final byte[] SUBSCRIBE = JsonBytes.name("subscribe");
    private static final byte[] REVOKE_TOKEN_TS = JsonBytes.name("revokeTokenTs");
    private static final int NONCE_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Twirp.Target target;

    RoomService(Twirp.Target target) {
        this.target = target;
    }

    /** The same service with another deadline per call, which includes name lookup and connecting. */
    public RoomService within(Duration timeout) {
        return new RoomService(target.within(timeout));
    }

    /**
     * The same service, whose calls' tokens also carry {@code configuration}. It has no effect on the calls, but a server
     * that does not know one of its fields rejects the token: {@link LiveKitException.CredentialRejected}.
     */
    public RoomService carrying(RoomConfiguration configuration) {
        return new RoomService(target.carrying(configuration));
    }

    /** The same service for a server that is not trusted: an answer longer than that many bytes is refused unread. */
    public RoomService answersUpTo(int bytes) {
        return new RoomService(target.upTo(bytes));
    }

    /** Creates a room and dispatches its agents. Safe to repeat: a live room with this name is returned unchanged. */
    public Room createRoom(CreateRoom request) {
        var body = new JsonBytes().open().text(NAME, request.name()).text(ROOM_PRESET, request.roomPreset());
        RoomConfigurationJson.writeSettings(body, request.configuration());
        return call("CreateRoom", body, Twirp.anywhere(ServerGrant.ROOM_CREATE), Room.class);
    }

    /** The live rooms with these exact names; all rooms if no name is given. */
    public List<Room> listRooms(String... names) {
        var body = new JsonBytes().open().openArray(NAMES);
        for (var name : names) {
            body.element(name);
        }
        return call("ListRooms", body.closeArray(), Twirp.anywhere(ServerGrant.ROOM_LIST), Rooms.class)
                .rooms();
    }

    /** Deletes a room and disconnects everyone. Returns whether it existed. */
    public boolean deleteRoom(String room) {
        var body = new JsonBytes().open().text(ROOM, room);
        return found(() -> call("DeleteRoom", body, Twirp.anywhere(ServerGrant.ROOM_CREATE), Twirp.Nothing.class));
    }

    /** The participants of a room; empty if there is no such room. */
    public List<Participant> listParticipants(String room) {
        return call("ListParticipants", in(room), administering(room), Participants.class)
                .participants();
    }

    /** One participant, if present. */
    public Optional<Participant> getParticipant(String room, String identity) {
        try {
            return Optional.of(call("GetParticipant", of(room, identity), administering(room), Participant.class));
        } catch (LiveKitException.NotFound e) {
            return Optional.empty();
        }
    }

    /**
     * Removes a participant. Returns whether it was present. Its token stays valid on a self-hosted server; LiveKit
     * Cloud rejects its tokens whose {@code nbf} is before one minute from now.
     */
    public boolean removeParticipant(String room, String identity) {
        return removeParticipant(room, identity, null);
    }

    /**
     * Removes a participant and, on LiveKit Cloud, revokes its tokens whose {@code nbf} is before {@code revokeBefore}.
     * Returns whether it was present.
     */
    public boolean removeParticipant(String room, String identity, @Nullable Instant revokeBefore) {
        var body = of(room, identity);
        if (revokeBefore != null) {
            body.number(REVOKE_TOKEN_TS, revokeBefore.getEpochSecond());
        }
        return found(() -> call("RemoveParticipant", body, administering(room), Twirp.Nothing.class));
    }

    /** Mutes or unmutes a track. Servers refuse to unmute a track unless {@code enable_remote_unmute} is set. */
    public Track mutePublishedTrack(String room, String identity, String trackSid, boolean muted) {
        var body = of(room, identity).text(TRACK_SID, trackSid).bool(MUTED, muted);
        return call("MutePublishedTrack", body, administering(room), MutedTrack.class)
                .track();
    }

    /** Updates a participant, and makes the server send it a fresh token. */
    public Participant updateParticipant(String room, String identity, ParticipantUpdate update) {
        var body = of(room, identity);
        RoomRequests.write(body, update);
        return call("UpdateParticipant", body, administering(room), Participant.class);
    }

    /** Subscribes a participant to tracks, or unsubscribes it. */
    public void updateSubscriptions(String room, String identity, List<String> trackSids, boolean subscribe) {
        var body = of(room, identity).openArray(JsonBytes.name("trackSids"));
        trackSids.forEach(body::element);
        body.closeArray().bool(SUBSCRIBE, subscribe);
        call("UpdateSubscriptions", body, administering(room), Twirp.Nothing.class);
    }

    /** Sends data to participants, with a nonce against duplicate delivery. */
    public void sendData(String room, DataMessage message) {
        var nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        var body = in(room);
        RoomRequests.write(body, message, Base64.getEncoder().encodeToString(nonce));
        call("SendData", body, administering(room), Twirp.Nothing.class);
    }

    /** Replaces a room's metadata. */
    public Room updateRoomMetadata(String room, String metadata) {
        return call("UpdateRoomMetadata", in(room).text(METADATA, metadata), administering(room), Room.class);
    }

    /**
     * Calls an RPC method that a participant registered. The participant sees a caller that is not in the room.
     *
     * @param payload         at most 15 KiB
     * @param responseTimeout for the participant's answer; keep it below the call's own deadline. livekit-server 1.11.0 loses
     *                        answers that take longer than about 7 s
     * @return the participant's answer
     * @throws LiveKitException.RpcFailed if it has no such method, or the method failed
     * @throws LiveKitException.NoSuchRoom after 3 s, if it is not in the room
     */
    public String performRpc(String room, String identity, String method, String payload, Duration responseTimeout) {
        var body = in(room).text(JsonBytes.name("destinationIdentity"), identity)
                .text(JsonBytes.name("method"), method)
                .text(JsonBytes.name("payload"), payload)
                .number(JsonBytes.name("responseTimeoutMs"), responseTimeout.toMillis());
        return call("PerformRpc", body, administering(room), RpcAnswer.class).payload();
    }

    private static JsonBytes in(String room) {
        if (room.isEmpty()) {
            throw new IllegalArgumentException("room is empty");
        }
        return new JsonBytes().open().text(ROOM, room);
    }

    private static JsonBytes of(String room, String identity) {
        return in(room).text(IDENTITY, identity);
    }

    private static Twirp.Grants administering(String room) {
        return new Twirp.Grants(VideoGrant.administering(room).build(), null);
    }

    private static boolean found(Runnable call) {
        try {
            call.run();
            return true;
        } catch (LiveKitException.NotFound e) {
            return false;
        }
    }

    private <T> T call(String method, JsonBytes body, Twirp.Grants grants, Class<T> answer) {
        return target.call("RoomService", method, body, grants, answer);
    }

    record Rooms(List<Room> rooms) implements Twirp.Listing {
        Rooms {
            rooms = rooms == null ? List.of() : List.copyOf(rooms);
        }
    }

    record Participants(List<Participant> participants) implements Twirp.Listing {
        Participants {
            participants = participants == null ? List.of() : List.copyOf(participants);
        }
    }

    record MutedTrack(Track track) {
        MutedTrack {
            Objects.requireNonNull(track, "track");
        }
    }

    record RpcAnswer(String payload) {
        RpcAnswer {
            payload = Objects.requireNonNullElse(payload, "");
        }
    }
}
