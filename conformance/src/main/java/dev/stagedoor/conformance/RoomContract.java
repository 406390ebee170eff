// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.livekit.RoomAgentDispatch;
import dev.stagedoor.livekit.RoomConfiguration;
import dev.stagedoor.livekit.api.AgentDispatch;
import dev.stagedoor.livekit.api.CreateRoom;
import dev.stagedoor.livekit.api.DataMessage;
import dev.stagedoor.livekit.api.LiveKitException;
import dev.stagedoor.livekit.api.ParticipantUpdate;
import dev.stagedoor.livekit.api.Room;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rooms and their participants. */
public interface RoomContract extends UnderTest {
    @Test
    default void a_room_is_returned_in_snake_case_with_every_default_and_long_numbers_as_text() {
        String room = fresh();
        JsonNode json = target().call(ROOMS + "CreateRoom")
                .bearer(target().token().server(room).sign())
                .post("{\"name\":\"" + room + "\"}")
                .json();
        assertThat(json.fieldNames())
                .toIterable()
                .containsExactly(
                        "sid",
                        "name",
                        "empty_timeout",
                        "departure_timeout",
                        "max_participants",
                        "creation_time",
                        "creation_time_ms",
                        "turn_password",
                        "enabled_codecs",
                        "metadata",
                        "num_participants",
                        "num_publishers",
                        "active_recording",
                        "version");
        assertThat(json.path("sid").asText()).matches("RM_\\w{12}");
        assertThat(json.path("empty_timeout").intValue()).isEqualTo(300);
        assertThat(json.path("departure_timeout").intValue()).isEqualTo(20);
        assertThat(json.path("creation_time").isTextual()).isTrue();
        assertThat(json.path("creation_time_ms").isTextual()).isTrue();
        assertThat(json.path("version").isNull()).isTrue();
        assertThat(json.path("enabled_codecs").path(2).path("mime").asText()).isEqualTo("audio/opus");
    }

    @Test
    default void making_a_room_again_returns_the_live_one_and_changes_nothing() {
        String room = fresh();
        Room first = target().rooms()
                .createRoom(CreateRoom.named(
                        room,
                        RoomConfiguration.builder()
                                .maxParticipants(2)
                                .metadata("first")
                                .build()));
        Room again = target().rooms()
                .createRoom(CreateRoom.named(
                        room,
                        RoomConfiguration.builder()
                                .maxParticipants(9)
                                .metadata("second")
                                .emptyTimeout(Duration.ofSeconds(7))
                                .agent(RoomAgentDispatch.of("late", ""))
                                .build()));
        assertThat(again).isEqualTo(first);
        assertThat(again.metadata()).isEqualTo("first");
        assertThat(target().dispatches().listDispatch(room))
                .extracting(AgentDispatch::agentName)
                .containsExactly("");
    }

    @Test
    default void a_room_takes_its_settings_from_the_request_under_either_spelling() {
        String room = fresh();
        JsonNode json = target().call(ROOMS + "CreateRoom")
                .bearer(target().token().server(room).sign())
                .post("""
                        {"name":"%s","emptyTimeout":"61","departure_timeout":9,"maxParticipants":4.0,\
                        "metadata":"\\u00e9","tags":{"a":"b"},"nobodyKnowsThis":1}""".formatted(room))
                .json();
        assertThat(json.path("empty_timeout").intValue()).isEqualTo(61);
        assertThat(json.path("departure_timeout").intValue()).isEqualTo(9);
        assertThat(json.path("max_participants").intValue()).isEqualTo(4);
        assertThat(json.path("metadata").asText()).isEqualTo("é");
    }

    @Test
    default void a_room_made_with_agents_dispatches_exactly_those() {
        String room = fresh();
        CreateRoom request = CreateRoom.withAgent(room, RoomAgentDispatch.of("greeter", "hello"));
        for (int times = 0; times < 3; times++) target().rooms().createRoom(request);
        assertThat(target().dispatches().listDispatch(room)).singleElement().satisfies(dispatch -> {
            assertThat(dispatch.agentName()).isEqualTo("greeter");
            assertThat(dispatch.metadata()).isEqualTo("hello");
        });
    }

    @Test
    default void rooms_are_found_by_their_exact_names_only() {
        String one = fresh();
        String two = fresh();
        List.of(one, two).forEach(name -> target().rooms().createRoom(CreateRoom.named(name)));
        assertThat(target().rooms().listRooms(one, two, "nowhere"))
                .extracting(Room::name)
                .containsExactlyInAnyOrder(one, two);
        assertThat(target().rooms().listRooms(one.substring(1))).isEmpty();
        assertThat(target().rooms().listRooms("")).isEmpty();
        assertThat(target().rooms().listRooms()).extracting(Room::name).contains(one, two);
    }

    @Test
    default void a_deleted_room_is_gone_and_cannot_be_deleted_again() {
        String room = fresh();
        target().rooms().createRoom(CreateRoom.named(room));
        assertThat(target().rooms().deleteRoom(room)).isTrue();
        assertThat(target().rooms().listRooms(room)).isEmpty();
        assertThat(answer("DeleteRoom", room, "").verdict())
                .isEqualTo("404 not_found: twirp error unknown: requested room does not exist");
    }

    @Test
    default void a_room_made_anew_is_another_one() {
        String room = fresh();
        Room first = target().rooms().createRoom(CreateRoom.named(room));
        target().rooms().deleteRoom(room);
        assertThat(target().rooms().createRoom(CreateRoom.named(room)).sid()).isNotEqualTo(first.sid());
    }

    @Test
    default void a_room_nobody_enters_closes_at_its_empty_timeout() {
        String room = fresh();
        target().rooms()
                .createRoom(CreateRoom.named(
                        room,
                        RoomConfiguration.builder()
                                .emptyTimeout(Duration.ofSeconds(1))
                                .build()));
        Await.until(
                Duration.ofSeconds(30), () -> target().rooms().listRooms(room).isEmpty());
    }

    @Test
    default void nobody_is_in_an_empty_room_nor_in_one_that_is_not_there() {
        String room = fresh();
        assertThat(target().rooms().listParticipants(room)).isEmpty();
        assertThat(answer("ListParticipants", room, "").body()).isEqualTo("{\"participants\":[]}");
        target().rooms().createRoom(CreateRoom.named(room));
        assertThat(target().rooms().listParticipants(room)).isEmpty();
    }

    @Test
    default void someone_who_is_not_there_is_404_for_get_remove_and_update() {
        String room = fresh();
        target().rooms().createRoom(CreateRoom.named(room));
        for (String method : List.of("GetParticipant", "RemoveParticipant", "UpdateParticipant")) {
            assertThat(answer(method, room, ",\"identity\":\"bob\"").verdict())
                    .as(method)
                    .isEqualTo("404 not_found: twirp error unknown: participant does not exist");
        }
        assertThat(target().rooms().getParticipant(room, "bob")).isEmpty();
        assertThat(target().rooms().removeParticipant(room, "bob")).isFalse();
        ParticipantUpdate update = new ParticipantUpdate("Bob", null, null, Map.of());
        assertThatThrownBy(() -> target().rooms().updateParticipant(room, "bob", update))
                .isInstanceOf(LiveKitException.NotFound.class);
    }

    @Test
    default void room_metadata_is_replaced_up_to_64000_bytes() {
        String room = fresh();
        assertThat(answer("UpdateRoomMetadata", room, ",\"metadata\":\"new\"").verdict())
                .isEqualTo("404 not_found: twirp error unknown: requested room does not exist");
        target().rooms().createRoom(CreateRoom.named(room));
        assertThat(target().rooms().updateRoomMetadata(room, "new").metadata()).isEqualTo("new");
        assertThat(target().rooms().updateRoomMetadata(room, "m".repeat(64_000)).metadata())
                .hasSize(64_000);
        assertThat(answer("UpdateRoomMetadata", room, ",\"metadata\":\"" + "m".repeat(64_001) + "\"")
                        .json()
                        .toString())
                .isEqualTo("""
                        {"code":"invalid_argument","msg":"metadata size exceeds limits 64000",\
                        "meta":{"argument":"metadata size exceeds limits"}}""");
    }

    @Test
    default void a_participants_name_metadata_and_attributes_are_bounded_even_for_those_who_may_not() {
        String room = fresh();
        Map<String, String> tooLong = Map.of(
                "\"name\":\"" + "n".repeat(257) + "\"", "400 invalid_argument: name length exceeds limits 256",
                "\"metadata\":\"" + "m".repeat(64_001) + "\"",
                        "400 invalid_argument: metadata size exceeds limits 64000",
                "\"attributes\":{\"a\":\"" + "v".repeat(64_000) + "\"}",
                        "400 invalid_argument: attribute size exceeds limits 64000");
        tooLong.forEach((field, verdict) -> assertThat(target().call(ROOMS + "UpdateParticipant")
                        .bearer(target().token().grant("roomList", true).sign())
                        .post("{\"room\":\"" + room + "\",\"identity\":\"bob\"," + field + "}")
                        .verdict())
                .isEqualTo(verdict));
    }

    @Test
    default void a_room_name_has_at_most_256_bytes_and_is_otherwise_free() {
        String room = fresh();
        String longest = room + "r".repeat(256 - room.length());
        for (String name : List.of(room + "/b", room + " b", room + "😀", room + "\u0000b", longest)) {
            assertThat(target().rooms().createRoom(CreateRoom.named(name)).name())
                    .isEqualTo(name);
            target().rooms().deleteRoom(name);
        }
        for (String name : List.of(longest + "r", "é".repeat(129))) {
            assertThatThrownBy(() -> target().rooms().createRoom(CreateRoom.named(name)))
                    .isInstanceOfSatisfying(
                            LiveKitException.InvalidRequest.class,
                            refusal -> assertThat(refusal.serverMessage())
                                    .isEqualTo("twirp error unknown: room name length exceeds limits: max length 256"));
        }
    }

    @Test
    default void metadata_of_a_new_room_is_not_bounded() {
        String room = fresh();
        String metadata = "m".repeat(70_000);
        Room made = target().rooms()
                .createRoom(CreateRoom.named(
                        room, RoomConfiguration.builder().metadata(metadata).build()));
        assertThat(made.metadata()).isEqualTo(metadata);
    }

    @Test
    default void data_goes_to_a_room_that_lives() {
        String room = fresh();
        target().rooms().createRoom(CreateRoom.named(room));
        DataMessage hello = DataMessage.toEveryone("hello".getBytes(StandardCharsets.UTF_8), null);
        target().rooms().sendData(room, hello);
        assertThat(answer("SendData", room, ",\"data\":\"aGk=\",\"nonce\":\"aGk=\"")
                        .verdict())
                .isEqualTo("400 invalid_argument: nonce should be 16-bytes or not present, got: 2 bytes");
        assertThat(answer("SendData", room, ",\"data\":\"%%%\"").verdict())
                .isEqualTo("400 malformed: the json request could not be decoded");
    }

    @Test
    default void what_only_a_node_with_the_room_can_do_is_answered_with_503_after_a_wait() {
        String room = fresh();
        for (String method : List.of("SendData", "MutePublishedTrack", "UpdateSubscriptions")) {
            assertThat(impatient(method, room).verdict()).as(method).isIn(NOBODY_ANSWERS, CUT_OFF);
        }
    }

    @Test
    default void a_method_of_someone_who_is_not_there_is_answered_with_503_after_a_wait() {
        assertThat(impatient("PerformRpc", fresh()).verdict()).isIn(NOBODY_ANSWERS, CUT_OFF);
    }

    private RawCall.Answer impatient(String method, String room) {
        return target().call(ROOMS + method)
                .bearer(target().token().server(room).sign())
                .header("X-Twirp-Timeout-Ms", "200")
                .post("""
                        {"room":"%s","identity":"bob","destination_identity":"bob","muted":true}""".formatted(room));
    }

    private RawCall.Answer answer(String method, String room, String more) {
        return target().call(ROOMS + method)
                .bearer(target().token().server(room).sign())
                .post("{\"room\":\"" + room + "\"" + more + "}");
    }
}
