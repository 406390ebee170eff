// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody whose token does not work learns why. */
final class TokenInspectorTest {
    private final TokenInspector inspector = new TokenInspector(Tokens.CLOCK);

    @Test
    void a_good_token_is_shown_without_problems() {
        var signed = new TokenSigner(Tokens.KEY, Tokens.CLOCK)
                .sign(AccessToken.forParticipant("alice")
                        .video(VideoGrant.joining("r").canPublish(true).canSubscribe(false))
                        .ttl(Duration.ofMinutes(1))
                        .build());
        var seen = inspector.inspect(" Bearer " + signed.jwt() + "\n");
        assertThat(seen.readable()).isTrue();
        assertThat(seen.problems()).isEmpty();
        assertThat(seen.keyId()).isEqualTo("APItest");
        assertThat(seen.id()).isEqualTo(signed.id());
        assertThat(seen.expiresAt()).isEqualTo(signed.expiresAt());
        assertThat(seen.claims()).contains("\"sub\" : \"alice\"");
    }

    @Test
    void problems_and_surprises_are_listed() {
        var jwt = Tokens.raw("{\"alg\":\"none\"}", """
                {"exp":1,"video":{"roomJoin":true,"roomName":"r","roomCreate":true,"hidden":"yes"},
                 "roomConfig":{"agents":[{"agent_name":"a"}],"egress":{"room":{"stream_outputs":[{"urls":["x"]}]}}}}""");
        assertThat(inspector.inspect(jwt).problems())
                .contains(
                        "the algorithm is not HS256: LiveKit rejects the token",
                        "iss is missing: LiveKit cannot tell the API key",
                        "it expired at 1970-01-01T00:00:01Z",
                        "nbf is missing: LiveKit Cloud cannot tell it from tokens it has revoked",
                        "video.roomName is unknown to LiveKit and has no effect",
                        "video.hidden is not true or false: LiveKit rejects the token",
                        "video.roomCreate applies to every room of the server",
                        "video.room is missing: roomJoin and roomAdmin need a room",
                        "sub is missing: nobody can join without an identity",
                        "video.canPublish is unset, which allows publishing",
                        "roomConfig.egress contains credentials that every holder of the token can read",
                        "roomConfig.agents is ignored if the room already exists")
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", ".", "..", "...", "a.b.c", "Bearer ", "eyJ.eyJ.x", "eyJ9.W10.x", "\ud800.\ud800.\ud800"
            })
    void garbage_is_told_to_be_no_token(String garbage) {
        var seen = inspector.inspect(garbage);
        assertThat(seen.readable()).isFalse();
        assertThat(seen.problems()).hasSize(1);
        assertThat(seen.claims()).isEmpty();
    }
}
