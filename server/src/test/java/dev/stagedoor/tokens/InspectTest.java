// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tokens;

import static dev.stagedoor.app.TestTenant.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.json.Json;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Any token can be looked at: what it says, whether to believe it, never the token again (T3)")
class InspectTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static TestTenant acme;
    private static TestTenant globex;

    @BeforeAll
    static void twoTenants() {
        acme = new TestTenant(SERVER, "acme");
        globex = new TestTenant(SERVER, "globex");
    }

    @AfterAll
    static void close() {
        acme.close();
        globex.close();
    }

    private static Answer inspect(String token) {
        return done(acme.backend().post("/api/v1/tokens/inspect", Json.text(Map.of("token", token))));
    }

    static Stream<Arguments> tokens() {
        long now = Instant.now().getEpochSecond();
        return Stream.of(
                verdict(HandMade.of(acme).signed(acme.secret()), true, "valid", "valid", "own"),
                verdict(HandMade.of(acme).signed(globex.secret()), false, "wrong", "valid", "foreign"),
                verdict(HandMade.of(acme).unsigned(), false, "wrong", "valid", "foreign"),
                verdict(HandMade.of(globex).signed(globex.secret()), false, "unknown_key", "valid", "foreign"),
                verdict(
                        HandMade.of(acme).with("exp", now - 90).signed(acme.secret()),
                        false,
                        "valid",
                        "expired",
                        "own"),
                verdict(HandMade.of(acme).without("exp").signed(acme.secret()), false, "valid", "missing", "own"),
                verdict(
                        HandMade.of(acme).with("nbf", now + 600).signed(acme.secret()),
                        false,
                        "valid",
                        "not_yet_valid",
                        "own"),
                verdict(
                        HandMade.of(globex).with("iss", acme.keyId()).signed(acme.secret()),
                        false,
                        "valid",
                        "valid",
                        "foreign"),
                verdict("nonsense", false, "unreadable", "missing", "foreign"),
                verdict("e".repeat(65_536), false, "unreadable", "missing", "foreign"));
    }

    private static Arguments verdict(String token, boolean valid, String signature, String lifetime, String tenant) {
        return Arguments.of(token, valid, signature, lifetime, tenant);
    }

    @ParameterizedTest(name = "{2}, {3}, {4}")
    @MethodSource("tokens")
    void each_question_is_answered_by_itself(
            String token, boolean valid, String signature, String lifetime, String tenant) {
        Answer answer = inspect(token);

        assertThat(answer.json().path("valid").asBoolean()).isEqualTo(valid);
        assertThat(answer.at("/signature")).as("signature").isEqualTo(signature);
        assertThat(answer.at("/lifetime")).as("lifetime").isEqualTo(lifetime);
        assertThat(answer.at("/tenant")).as("tenant").isEqualTo(tenant);
        assertThat(answer.json().toString()).doesNotContain(token);
    }

    @Test
    void what_we_gave_is_valid_and_said_in_words() {
        String token = done(acme.token("""
            {"room_name":"lobby","participant_identity":"alice","grants":{"can_publish_sources":["microphone"]}}\
            """)).at("/participant_token");

        Answer answer = inspect(token);

        assertThat(answer.json().path("valid").asBoolean()).as("%s", answer).isTrue();
        assertThat(answer.at("/identity")).isEqualTo("alice");
        assertThat(answer.at("/room_name")).isEqualTo("acme.lobby");
        assertThat(answer.json().path("may").toString())
                .contains("join the room acme.lobby", "see and hear other participants", "send data and text");
        assertThat(answer.json().path("claims").path("sub").asText()).isEqualTo("alice");
        assertThat(answer.json().toString())
                .as("not even its signature")
                .doesNotContain(token.substring(token.lastIndexOf('.')));
    }

    @Test
    void to_look_at_one_grants_nothing() {
        long before = acme.ledger("seq");

        inspect(HandMade.of(acme).signed(acme.secret()));

        assertThat(acme.ledger("seq")).isEqualTo(before);
    }
}
