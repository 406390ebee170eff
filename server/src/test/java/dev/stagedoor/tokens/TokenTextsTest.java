// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tokens;

import static dev.stagedoor.app.TestTenant.claims;
import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.json.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("What a token request says is bounded, and what does not fit is named (E1, I6)")
@Tag("slow")
class TokenTextsTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static final String SMILE = "\uD83D\uDE00";

    private static TestTenant acme;

    @BeforeAll
    static void aTenant() {
        acme = new TestTenant(SERVER, "acme");
    }

    @AfterAll
    static void close() {
        acme.close();
    }

    static Stream<Arguments> tooMuch() {
        String quarter = SMILE.repeat(4000);
        return Stream.of(
                Arguments.of("participant_metadata", Map.of("participant_metadata", "x".repeat(65_537))),
                Arguments.of("participant_metadata", Map.of("participant_metadata", "x".repeat(60_000))),
                Arguments.of("participant_metadata", Map.of("participant_metadata", SMILE.repeat(30_000))),
                Arguments.of(
                        "participant_attributes",
                        attributes("a", quarter, "b", quarter, "c", quarter, "d", quarter, "e", quarter)),
                Arguments.of(
                        "participant_attributes", attributes("a", quarter, "b", quarter, "c", quarter, "d", quarter)),
                Arguments.of("room_config", Map.of("room_config", Map.of("metadata", "x".repeat(60_000)))),
                Arguments.of("participant_identity", Map.of("participant_identity", "x".repeat(257))),
                Arguments.of("participant_identity", Map.of("participant_identity", SMILE.repeat(65))),
                Arguments.of("participant_name", Map.of("participant_name", SMILE.repeat(65))),
                Arguments.of("room_name", Map.of("room_name", "x".repeat(252))),
                Arguments.of(
                        "grants.can_publish_sources",
                        Map.of("grants", Map.of("can_publish_sources", List.of("screen")))));
    }

    private static Map<String, Object> attributes(String... keysAndValues) {
        Map<String, String> attributes = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            attributes.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return Map.of("participant_attributes", attributes);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tooMuch")
    void what_does_not_fit_is_named_and_paid_for_by_nobody(String field, Map<String, Object> request) {
        long before = acme.ledger("tokens_used");

        assertThat(refused(acme.token(Json.text(request)), 422, "invalid_request")
                        .fields())
                .containsExactly(field);
        assertThat(acme.ledger("tokens_used")).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "participant_attributes[a]       | {'participant_attributes':{'a':null}}",
                "room_config.tags[a]             | {'room_config':{'tags':{'a':null}}}",
                "room_config.agents[0]           | {'room_config':{'agents':[null]}}",
                "grants.can_publish_sources[0]   | {'grants':{'can_publish_sources':[null]}}"
            })
    void nothing_where_something_should_be_is_named(String field, String body) {
        assertThat(refused(acme.token(body.replace('\'', '"')), 422, "invalid_request")
                        .fields())
                .containsExactly(field);
    }

    @Test
    void what_fits_is_kept_to_the_letter() {
        String identity = "a/b " + SMILE.repeat(63);
        String metadata = "x".repeat(40_000);

        var claims = claims(done(acme.token(Json.text(Map.of(
                        "room_name",
                        "a/b " + SMILE,
                        "participant_identity",
                        identity,
                        "participant_metadata",
                        metadata))))
                .at("/participant_token"));

        assertThat(claims.path("sub").asText()).isEqualTo(identity);
        assertThat(claims.path("metadata").asText()).isEqualTo(metadata);
        assertThat(claims.path("video").path("room").asText()).isEqualTo("acme.a/b " + SMILE);
    }
}
