// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stagedoor.sandbox.AgentSpec;
import dev.stagedoor.sandbox.Limits;
import dev.stagedoor.sandbox.ParticipantChange;
import dev.stagedoor.sandbox.ParticipantView.Permissions;
import dev.stagedoor.sandbox.RoomSpec;
import dev.stagedoor.sandbox.SandboxMethod;
import dev.stagedoor.sandbox.SandboxRefusal;
import dev.stagedoor.sandbox.SandboxState;
import dev.stagedoor.sandbox.TwirpCode;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The methods of LiveKit's API: what each reads, which grant it needs, what it does. */
final class Api {
    private Api() {}

    /**
     * An authorized call.
     *
     * @param room the room it concerns, empty for all
     * @param latency how long LiveKit takes to answer it
     */
    record Allowed(
            String room, Function<SandboxState, ObjectNode> operation, Function<SandboxState, Duration> latency) {
        Allowed(String room, Function<SandboxState, ObjectNode> operation) {
            this(room, operation, state -> Duration.ZERO);
        }
    }

    /** Reads a request and checks its grant, rejecting it as LiveKit does. */
    static Allowed read(SandboxMethod method, @Nullable Claims claims, byte[] body) {
        ProtoJson request = ProtoJson.read(body);
        if (method.isSip()) return SipApi.read(method, request, claims);
        String room = request.text("room");
        return switch (method) {
            case CREATE_ROOM -> createRoom(request, claims);
            case LIST_ROOMS -> {
                List<String> names = request.texts("names");
                need(claims != null && claims.may("roomList"));
                yield new Allowed(
                        names.size() == 1 ? names.getFirst() : "", state -> Wire.rooms(state.listRooms(names)));
            }
            case DELETE_ROOM -> {
                need(claims != null && claims.may("roomCreate"));
                yield new Allowed(room, done(state -> state.deleteRoom(room)));
            }
            case UPDATE_ROOM_METADATA -> {
                String metadata = request.text("metadata");
                Limits.metadata(metadata);
                yield admin(claims, room, state -> Wire.room(state.updateRoomMetadata(room, metadata)));
            }
            case SEND_DATA -> sendData(request, claims, room);
            case PERFORM_RPC -> performRpc(request, claims, room);
            default ->
                method.path().contains("Dispatch")
                        ? dispatch(method, request, claims, room)
                        : participant(method, request, claims, room);
        };
    }

    private static Allowed createRoom(ProtoJson request, @Nullable Claims claims) {
        RoomSpec spec = new RoomSpec(
                request.text("name"),
                request.number("empty_timeout"),
                request.number("departure_timeout"),
                request.number("max_participants"),
                request.text("metadata"),
                request.messages("agents").stream()
                        .map(agent -> new AgentSpec(agent.text("agent_name"), agent.text("metadata")))
                        .toList());
        need(claims != null && claims.may("roomCreate"));
        return new Allowed(spec.name(), state -> Wire.room(state.createRoom(spec)));
    }

    private static Allowed sendData(ProtoJson request, @Nullable Claims claims, String room) {
        request.bytes("data");
        int nonce = request.bytes("nonce").length;
        Allowed allowed = admin(claims, room, done(state -> state.sendData(room)));
        if (nonce != 0 && nonce != 16) {
            throw SandboxRefusal.of(
                    TwirpCode.INVALID_ARGUMENT, "nonce should be 16-bytes or not present, got: " + nonce + " bytes");
        }
        return allowed;
    }

    private static Allowed performRpc(ProtoJson request, @Nullable Claims claims, String room) {
        String identity = request.text("destination_identity");
        String method = request.text("method");
        String payload = request.text("payload");
        request.number("response_timeout_ms");
        return admin(
                claims, room, state -> Wire.empty().put("payload", state.performRpc(room, identity, method, payload)));
    }

    private static Allowed participant(SandboxMethod method, ProtoJson request, @Nullable Claims claims, String room) {
        String identity = request.text("identity");
        return switch (method) {
            case LIST_PARTICIPANTS -> admin(claims, room, state -> Wire.participants(state.listParticipants(room)));
            case GET_PARTICIPANT ->
                admin(claims, room, state -> Wire.participant(state.getParticipant(room, identity)));
            case REMOVE_PARTICIPANT -> admin(claims, room, done(state -> state.removeParticipant(room, identity)));
            case MUTE_PUBLISHED_TRACK -> {
                boolean muted = request.flag("muted");
                yield admin(claims, room, state -> {
                    state.mutePublishedTrack(room, identity, muted);
                    return Wire.empty().putNull("track");
                });
            }
            case UPDATE_SUBSCRIPTIONS -> {
                request.texts("track_sids");
                request.flag("subscribe");
                yield admin(claims, room, done(state -> state.updateSubscriptions(room, identity)));
            }
            case UPDATE_PARTICIPANT -> updateParticipant(request, claims, room, identity);
            default -> throw new IllegalStateException("no participant method: " + method);
        };
    }

    private static Allowed updateParticipant(ProtoJson request, @Nullable Claims claims, String room, String identity) {
        ParticipantChange change = new ParticipantChange(
                request.text("name"), request.text("metadata"), request.map("attributes"), permissions(request));
        change.check();
        return admin(claims, room, state -> Wire.participant(state.updateParticipant(room, identity, change)));
    }

    private static @Nullable Permissions permissions(ProtoJson request) {
        ProtoJson given = request.message("permission");
        return given == null
                ? null
                : new Permissions(
                        given.flag("can_subscribe"),
                        given.flag("can_publish"),
                        given.flag("can_publish_data"),
                        given.flag("can_update_metadata"));
    }

    private static Allowed dispatch(SandboxMethod method, ProtoJson request, @Nullable Claims claims, String room) {
        String id = request.text("dispatch_id");
        return switch (method) {
            case CREATE_DISPATCH -> {
                AgentSpec agent = new AgentSpec(request.text("agent_name"), request.text("metadata"));
                yield admin(claims, room, state -> Wire.dispatch(state.createDispatch(room, agent)));
            }
            case DELETE_DISPATCH -> admin(claims, room, state -> Wire.dispatch(state.deleteDispatch(room, id)));
            case LIST_DISPATCH -> admin(claims, room, state -> Wire.dispatches(state.listDispatch(room, id)));
            default -> throw new IllegalStateException("no dispatch method: " + method);
        };
    }

    private static Allowed admin(@Nullable Claims claims, String room, Function<SandboxState, ObjectNode> operation) {
        need(claims != null && claims.mayAdmin(room));
        return new Allowed(room, operation);
    }

    private static Function<SandboxState, ObjectNode> done(Consumer<SandboxState> operation) {
        return state -> {
            operation.accept(state);
            return Wire.empty();
        };
    }

    static void need(boolean granted) {
        if (!granted) throw SandboxRefusal.of(TwirpCode.UNAUTHENTICATED, "permissions denied");
    }
}
