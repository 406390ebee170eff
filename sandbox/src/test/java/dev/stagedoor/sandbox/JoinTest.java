// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.conformance.Target;
import dev.stagedoor.livekit.RoomAgentDispatch;
import dev.stagedoor.livekit.RoomConfiguration;
import dev.stagedoor.livekit.api.CreateRoom;
import dev.stagedoor.livekit.api.Participant;
import dev.stagedoor.livekit.api.ParticipantUpdate;
import dev.stagedoor.livekit.token.AccessToken;
import dev.stagedoor.livekit.token.ApiKey;
import dev.stagedoor.livekit.token.TokenSigner;
import dev.stagedoor.livekit.token.VideoGrant;
import dev.stagedoor.sandbox.server.JoinRefused;
import dev.stagedoor.sandbox.server.SandboxKey;
import dev.stagedoor.sandbox.server.SandboxLiveKit;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** People join with tokens made by the livekit library. */
final class JoinTest {
    private static final String KEY = "APIjoin";
    private static final String SECRET = "join-join-join-join-join-join-join";

    private final SandboxLiveKit sandbox =
            SandboxLiveKit.start(0, SandboxKey.of(KEY, SECRET), SandboxSettings.realTime());
    private final Target target = new Target(sandbox.url(), KEY, SECRET);
    private final TokenSigner signer = new TokenSigner(ApiKey.of(KEY, SECRET));

    @AfterEach
    void stop() {
        target.close();
        sandbox.close();
    }

    @Test
    void a_token_opens_its_room_and_the_server_shows_what_it_says() throws JoinRefused {
        sandbox.join(signer.sign(AccessToken.forParticipant("alice")
                        .name("Alice")
                        .metadata("{\"plan\":\"free\"}")
                        .attribute("seat", "4")
                        .video(VideoGrant.joining("lobby").canPublish(false))
                        .build())
                .jwt());
        Participant alice = target.rooms().listParticipants("lobby").getFirst();
        assertThat(alice.state()).isEqualTo(Participant.State.ACTIVE);
        assertThat(alice.name()).isEqualTo("Alice");
        assertThat(alice.metadata()).isEqualTo("{\"plan\":\"free\"}");
        assertThat(alice.attributes()).containsEntry("seat", "4");
        assertThat(alice.permission()).isNotNull().satisfies(may -> {
            assertThat(may.canPublish()).isFalse();
            assertThat(may.canPublishData()).as("as canPublish, where unset").isFalse();
            assertThat(may.canSubscribe()).isTrue();
        });
    }

    @Test
    void a_token_may_bring_agents_into_a_room_it_makes_but_not_into_a_live_one() throws JoinRefused {
        RoomConfiguration config = RoomConfiguration.builder()
                .agent(RoomAgentDispatch.of("greeter", ""))
                .build();
        for (String room : new String[] {"new", "live"}) {
            if (room.equals("live")) target.rooms().createRoom(CreateRoom.named(room));
            sandbox.join(signer.sign(AccessToken.forParticipant("alice")
                            .video(VideoGrant.joining(room))
                            .roomConfig(config)
                            .build())
                    .jwt());
        }
        assertThat(target.dispatches().listDispatch("new").getFirst().agentName())
                .isEqualTo("greeter");
        assertThat(target.dispatches().listDispatch("live").getFirst().agentName())
                .isEmpty();
    }

    @Test
    void whoever_is_thrown_out_may_come_back_with_the_same_token() throws JoinRefused {
        String token = token("lobby");
        sandbox.join(token);
        assertThat(target.rooms().removeParticipant("lobby", "alice")).isTrue();
        assertThat(target.rooms().listParticipants("lobby")).isEmpty();
        sandbox.join(token);
        assertThat(target.rooms().getParticipant("lobby", "alice")).isPresent();
    }

    @Test
    void a_participant_is_changed_by_the_server() throws JoinRefused {
        sandbox.join(token("lobby"));
        target.rooms()
                .updateParticipant(
                        "lobby", "alice", new ParticipantUpdate("Al", null, null, Map.of("a", "1", "b", "2")));
        Participant changed = target.rooms()
                .updateParticipant("lobby", "alice", new ParticipantUpdate(null, "new", null, Map.of("a", "")));
        assertThat(changed.name()).isEqualTo("Al");
        assertThat(changed.metadata()).isEqualTo("new");
        assertThat(changed.attributes()).isEqualTo(Map.of("b", "2"));
    }

    @Test
    void a_full_room_takes_nobody_else() throws JoinRefused {
        target.rooms()
                .createRoom(CreateRoom.named(
                        "small", RoomConfiguration.builder().maxParticipants(1).build()));
        sandbox.join(token("small"));
        String other = signer.sign(AccessToken.forParticipant("bob")
                        .video(VideoGrant.joining("small"))
                        .build())
                .jwt();
        assertThatThrownBy(() -> sandbox.join(other))
                .isInstanceOf(JoinRefused.class)
                .hasMessageContaining("max participants");
    }

    @Test
    void a_token_of_another_key_opens_nothing() {
        String foreign = new TokenSigner(ApiKey.of("APIother", SECRET))
                .sign(AccessToken.forParticipant("alice")
                        .video(VideoGrant.joining("lobby"))
                        .build())
                .jwt();
        assertThatThrownBy(() -> sandbox.join(foreign))
                .isInstanceOfSatisfying(
                        JoinRefused.class,
                        refusal -> assertThat(refusal.status()).isEqualTo(401))
                .hasMessage("invalid API key: APIother");
    }

    private String token(String room) {
        return signer.sign(AccessToken.forParticipant("alice")
                        .video(VideoGrant.joining(room))
                        .build())
                .jwt();
    }
}
