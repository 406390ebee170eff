// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.livekit.RealServer;
import dev.stagedoor.livekit.RestartPolicy;
import dev.stagedoor.livekit.RoomAgentDispatch;
import dev.stagedoor.livekit.RoomConfiguration;
import dev.stagedoor.livekit.ServerUrl;
import dev.stagedoor.livekit.token.ApiKey;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The calls against a real server. The suite that also runs against the sandbox is in that module. */
final class RealRoomServiceTest {
    private static RealServer server;
    private static LiveKitClient client;
    private static Project project;

    @BeforeAll
    static void start() {
        server = RealServer.start();
        client = LiveKitClient.create((_, address) -> address.isLoopbackAddress());
        project = Project.of(ServerUrl.parse(server.url()), ApiKey.of(server.key(), server.secret()));
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    @Test
    void a_call_whose_token_carries_a_field_that_the_server_does_not_know_is_rejected() {
        var rooms = client.rooms(project);
        var known = new RoomAgentDispatch("clerk", "{}", RestartPolicy.NEVER, "", Map.of());
        var newer = new RoomAgentDispatch("clerk", "{}", null, "", Map.of("k", "v"));

        assertThat(rooms.carrying(carried(known)).listRooms("lobby")).isEmpty();
        assertThatThrownBy(() -> rooms.carrying(carried(newer)).listRooms("lobby"))
                .isInstanceOf(LiveKitException.CredentialRejected.class);
        assertThat(rooms.listRooms("lobby")).isEmpty();
    }

    private static RoomConfiguration carried(RoomAgentDispatch agent) {
        return RoomConfiguration.builder().agent(agent).build();
    }

    @Test
    void a_room_is_made_listed_found_again_and_deleted_once() {
        var rooms = client.rooms(project);
        var made = rooms.createRoom(CreateRoom.named(
                "lobby",
                RoomConfiguration.builder()
                        .emptyTimeout(Duration.ofSeconds(77))
                        .departureTimeout(Duration.ofSeconds(11))
                        .maxParticipants(5)
                        .metadata("{\"a\":\"ä😀\"}")
                        .tag("tenant", "acme")
                        .build()));
        assertThat(made.sid()).startsWith("RM_");
        assertThat(made.emptyTimeout()).isEqualTo(77);
        assertThat(made.departureTimeout()).isEqualTo(11);
        assertThat(made.maxParticipants()).isEqualTo(5);
        assertThat(made.metadata()).isEqualTo("{\"a\":\"ä😀\"}");
        assertThat(rooms.createRoom(CreateRoom.named("lobby")).sid()).isEqualTo(made.sid());
        assertThat(rooms.listRooms("lobby", "elsewhere")).extracting(Room::name).containsExactly("lobby");
        assertThat(rooms.updateRoomMetadata("lobby", "new").metadata()).isEqualTo("new");
        assertThat(rooms.deleteRoom("lobby")).isTrue();
        assertThat(rooms.deleteRoom("lobby")).isFalse();
        assertThat(rooms.listRooms("lobby")).isEmpty();
    }

    @Test
    void an_absent_participant_is_not_an_error() {
        var rooms = client.rooms(project);
        rooms.createRoom(CreateRoom.named("empty"));
        assertThat(rooms.listParticipants("empty")).isEmpty();
        assertThat(rooms.listParticipants("no-such-room")).isEmpty();
        assertThat(rooms.getParticipant("empty", "alice")).isEmpty();
        assertThat(rooms.removeParticipant("empty", "alice")).isFalse();
    }

    @Test
    void a_dispatch_is_made_listed_and_deleted() {
        var dispatches = client.dispatches(project);
        var made = dispatches.createDispatch(CreateDispatch.of("office", "clerk", "hello"));
        assertThat(made.id()).startsWith("AD_");
        assertThat(made.agentName()).isEqualTo("clerk");
        assertThat(made.metadata()).isEqualTo("hello");
        assertThat(dispatches.listDispatch("office"))
                .extracting(AgentDispatch::id)
                .contains(made.id());
        assertThat(dispatches.getDispatch("office", made.id()).orElseThrow().createdAt())
                .isAfter("2020-01-01T00:00:00Z");
        assertThat(dispatches.deleteDispatch("office", made.id())).isTrue();
        assertThat(dispatches.getDispatch("office", made.id())).isEmpty();
    }

    @Test
    void a_room_made_with_an_agent_has_its_dispatch_and_no_other() {
        client.rooms(project).createRoom(CreateRoom.withAgent("hall", RoomAgentDispatch.of("porter", "{}")));
        assertThat(client.dispatches(project).listDispatch("hall"))
                .extracting(AgentDispatch::agentName)
                .containsExactly("porter");
    }

    @Test
    void listing_dispatches_of_a_missing_room_says_there_is_no_such_room() {
        assertThatThrownBy(() -> client.dispatches(project).listDispatch("nowhere"))
                .isInstanceOf(LiveKitException.NoSuchRoom.class);
    }
}
