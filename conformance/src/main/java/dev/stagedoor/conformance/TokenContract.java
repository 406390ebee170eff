// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.livekit.api.LiveKitException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which tokens the server API accepts. */
public interface TokenContract extends UnderTest {
    String DENIED = "401 unauthenticated: permissions denied";
    String BAD_SIGNATURE = "go-jose/go-jose: error in cryptographic primitive";

    @Test
    default void without_a_token_nothing_is_allowed() {
        assertThat(target().call(ROOMS + "ListRooms").post("{}").verdict()).isEqualTo(DENIED);
    }

    @Test
    default void a_header_that_is_no_bearer_is_refused_in_plain_text() {
        for (String header : List.of("Basic eDp5", "bearer " + listing().sign())) {
            assertThat(target().call(ROOMS + "ListRooms")
                            .header("Authorization", header)
                            .post("{}")
                            .verdict())
                    .isEqualTo("401 invalid authorization header. Must start with Bearer ");
        }
    }

    @Test
    default void what_is_no_token_is_refused_in_plain_text() {
        RawToken expiresInWords = listing().claims(claims -> claims.put("exp", "tomorrow"));
        for (String token : List.of("abc", "a.b.c", expiresInWords.sign())) {
            assertThat(list(token)).isEqualTo("401 invalid authorization token");
        }
    }

    @Test
    default void another_key_is_refused_by_name() {
        assertThat(list(listing().key("APInobody").sign())).isEqualTo("401 invalid API key: APInobody");
        assertThat(list(listing().without("iss").sign())).isEqualTo("401 invalid API key: ");
        assertThatThrownBy(() -> target().roomsAs("APInobody", "secret").listRooms())
                .isInstanceOf(LiveKitException.CredentialRejected.class);
    }

    @Test
    default void a_token_signed_otherwise_is_refused_and_repeated() {
        RawToken other = listing().secret("x".repeat(40));
        for (String token : List.of(
                other.sign(),
                listing().algorithm("none").sign(),
                listing().algorithm("RS256").sign())) {
            assertThat(list(token)).isEqualTo("401 invalid token: " + token + ", error: " + BAD_SIGNATURE);
        }
        assertThatThrownBy(
                        () -> target().roomsAs(target().key(), "another secret").listRooms())
                .isInstanceOfSatisfying(
                        LiveKitException.CredentialRejected.class,
                        refusal -> assertThat(refusal.getMessage()).doesNotContain("eyJ"));
    }

    @Test
    default void a_token_whose_claims_were_changed_is_refused() {
        String[] honest = listing().sign().split("\\.", -1);
        String[] greedy = listing().grant("roomCreate", true).sign().split("\\.", -1);
        assertThat(list(honest[0] + "." + greedy[1] + "." + honest[2])).endsWith(BAD_SIGNATURE);
    }

    @Test
    default void times_have_a_minute_of_leeway() {
        Map<RawToken, String> bent = Map.of(
                listing().until(Duration.ofSeconds(-30)), "",
                listing().from(Duration.ofSeconds(30)), "",
                listing().until(Duration.ofSeconds(-70)), "validation failed, token is expired (exp)",
                listing().from(Duration.ofSeconds(120)), "validation failed, token not valid yet (nbf)",
                listing().claims(claims -> claims.put("iat", Instant.now().getEpochSecond() + 120)),
                        "validation field, token issued in the future (iat)");
        bent.forEach((token, mistake) -> {
            if (mistake.isEmpty()) assertThat(list(token.sign())).startsWith("200");
            else
                assertThat(list(token.sign())).startsWith("401 invalid token: ").endsWith(mistake);
        });
    }

    @Test
    default void the_server_is_laxer_than_we_are() {
        assertThat(list(listing().without("exp").sign())).as("no end").startsWith("200");
        assertThat(list(listing().without("nbf").sign())).as("no beginning").startsWith("200");
        assertThat(list(listing().algorithm("HS512").sign())).as("HS512").startsWith("200");
        assertThat(list(listing().claims(claims -> claims.put("aud", "others")).sign()))
                .as("audience")
                .startsWith("200");
    }

    @Test
    default void a_grant_of_the_wrong_type_spoils_the_token_and_an_unknown_one_does_not() {
        RawToken yes = listing().claims(claims -> claims.withObject("/video").put("roomList", "yes"));
        assertThat(list(yes.sign())).startsWith("401 invalid token: ");
        RawToken number =
                listing().claims(claims -> claims.withObject("/attributes").put("a", 1));
        assertThat(list(number.sign())).startsWith("401 invalid token: ");
        assertThat(list(listing().grant("roomEverything", true).sign())).startsWith("200");
    }

    @Test
    default void a_token_may_also_come_in_the_query() {
        String token = listing().sign();
        assertThat(target().call(ROOMS + "ListRooms?access_token=" + token)
                        .post("{\"names\":[\"nowhere\"]}")
                        .body())
                .isEqualTo("{\"rooms\":[]}");
    }

    @Test
    default void each_method_wants_its_own_grant() {
        String room = fresh();
        Map<String, RawToken> lacking = Map.of(
                ROOMS + "CreateRoom",
                        target().token()
                                .grant("roomList", true)
                                .grant("roomAdmin", true)
                                .room(room),
                ROOMS + "DeleteRoom",
                        target().token()
                                .grant("roomList", true)
                                .grant("roomAdmin", true)
                                .room(room),
                ROOMS + "ListRooms",
                        target().token()
                                .grant("roomCreate", true)
                                .grant("roomAdmin", true)
                                .room(room));
        lacking.forEach(
                (path, token) -> assertThat(post(path, room, token)).as(path).isEqualTo(DENIED));
    }

    @Test
    default void administering_is_bound_to_the_room_in_the_token() {
        String room = fresh();
        List<String> paths = List.of(
                ROOMS + "ListParticipants",
                ROOMS + "GetParticipant",
                ROOMS + "RemoveParticipant",
                ROOMS + "UpdateParticipant",
                ROOMS + "MutePublishedTrack",
                ROOMS + "UpdateSubscriptions",
                ROOMS + "SendData",
                ROOMS + "UpdateRoomMetadata",
                DISPATCHES + "CreateDispatch",
                DISPATCHES + "DeleteDispatch",
                DISPATCHES + "ListDispatch");
        for (String path : paths) {
            assertThat(post(path, room, target().token().server("another-" + room)))
                    .as(path)
                    .isEqualTo(DENIED);
            assertThat(post(path, room, target().token().grant("roomAdmin", true)))
                    .as(path)
                    .isEqualTo(DENIED);
        }
        assertThat(target().rooms().listRooms(room)).isEmpty();
    }

    private RawToken listing() {
        return target().token().grant("roomList", true);
    }

    private String list(String token) {
        RawCall.Answer answer = target().call(ROOMS + "ListRooms").bearer(token).post("{\"names\":[\"nowhere\"]}");
        return answer.status() == 200 ? "200 " + answer.body() : answer.verdict();
    }

    private String post(String path, String room, RawToken token) {
        return target().call(path)
                .bearer(token.sign())
                .post("{\"room\":\"" + room + "\",\"identity\":\"bob\"}")
                .verdict();
    }
}
