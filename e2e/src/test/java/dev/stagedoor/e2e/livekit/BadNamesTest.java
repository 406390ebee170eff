// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.livekit;

import static dev.stagedoor.app.TestTenant.claims;
import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Names are bounded and legible; one that is not is named and stored nowhere (E1)")
class BadNamesTest {
    private static final int KIB = 1 << 10;

    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static TestTenant acme;

    private Stored before = new Stored(List.of());

    @BeforeAll
    static void a_tenant() {
        acme = new TestTenant(SERVER, "acme").withAgent("demo");
    }

    @BeforeEach
    void nothing_yet() {
        before = Stored.in(SERVER);
    }

    private void nothingWasStored() {
        assertThat(Stored.in(SERVER)).isEqualTo(before);
    }

    @AfterAll
    static void close() {
        acme.close();
    }

    /** Texts that are not valid names, as they appear between quotation marks in JSON. */
    private static Stream<String> illegible() {
        return Stream.of(
                "",
                "   ",
                "a\\u0000b",
                "a\\u0007b",
                "a\\nb",
                "a\\u007fb",
                "a\\u2028b",
                "a\\ud800b",
                "a".repeat(257),
                "ä".repeat(129),
                "😀".repeat(65));
    }

    @ParameterizedTest
    @MethodSource("illegible")
    void of_rooms_and_users(String name) {
        bad(
                acme.backend(),
                "POST",
                "/api/v1/trigger",
                "room_name",
                "{\"agent_slug\":\"demo\",\"user_id\":\"bob\",\"room_name\":\"%s\"}",
                name);
        bad(acme.backend(), "POST", "/api/v1/trigger", "user_id", "{\"agent_slug\":\"demo\",\"user_id\":\"%s\"}", name);
        bad(acme.backend(), "POST", "/api/v1/tokens", "room_name", "{\"room_name\":\"%s\"}", name);
        bad(
                acme.backend(),
                "POST",
                "/api/v1/tokens",
                "participant_identity",
                "{\"participant_identity\":\"%s\"}",
                // Empty means that it is not given.
                name.isEmpty() ? "   " : name);
        nothingWasStored();
    }

    @ParameterizedTest
    @MethodSource("illegible")
    void of_tenants_agents_and_keys(String name) {
        bad(SERVER.operator(), "POST", "/api/v1/tenants", "slug", "{\"name\":\"T\",\"slug\":\"%s\"}", name);
        bad(
                acme.backend(),
                "POST",
                "/api/v1/agents",
                "slug",
                "{\"name\":\"A\",\"agent_name\":\"a\",\"slug\":\"%s\"}",
                name);
        bad(acme.backend(), "PUT", "/api/v1/agents/demo", "agent_name", "{\"name\":\"A\",\"agent_name\":\"%s\"}", name);
        nothingWasStored();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a/b", "a b", "Acme", "a.b", "-a", "a-", "ä", "😀", "../etc", "%2e%2e", "a_b", "1' OR '1'='1"})
    void of_tenants_and_agents_that_are_no_slugs(String slug) {
        bad(SERVER.operator(), "POST", "/api/v1/tenants", "slug", "{\"name\":\"T\",\"slug\":\"%s\"}", slug);
        bad(
                acme.backend(),
                "POST",
                "/api/v1/agents",
                "slug",
                "{\"name\":\"A\",\"agent_name\":\"a\",\"slug\":\"%s\"}",
                slug);
        nothingWasStored();
    }

    @Test
    void texts_that_are_longer_than_livekit_takes() {
        for (Map.Entry<String, String> request : Map.of(
                        "participant_metadata", "{\"participant_metadata\":\"%s\"}",
                        "participant_attributes", "{\"participant_attributes\":{\"a\":\"%s\"}}",
                        "room_config.metadata", "{\"room_config\":{\"metadata\":\"%s\"}}",
                        "participant_name", "{\"participant_name\":\"%s\"}")
                .entrySet()) {
            bad(
                    acme.backend(),
                    "POST",
                    "/api/v1/tokens",
                    request.getKey(),
                    request.getValue(),
                    "a".repeat(64 * KIB + 1));
        }
        String message = "{\"agent_slug\":\"demo\",\"user_id\":\"bob\",\"message\":\"%s\"}";
        bad(acme.backend(), "POST", "/api/v1/trigger", "message", message, "a".repeat(16 * KIB + 1));
        String context = "{\"agent_slug\":\"demo\",\"user_id\":\"bob\",\"context\":{\"a\":\"%s\"}}";
        bad(acme.backend(), "POST", "/api/v1/trigger", "context", context, "a".repeat(64 * KIB));
        nothingWasStored();
    }

    @Test
    void with_slashes_and_emoji_are_names_like_others_for_rooms_and_users() {
        String name = "floor 1/room 😀?#&%2F";
        Answer token = done(acme.token("{\"room_name\":\"%s\",\"participant_identity\":\"%s\"}".formatted(name, name)));

        assertThat(token.at("/room_name")).isEqualTo("acme." + name);
        var claims = claims(token.at("/participant_token"));
        assertThat(claims.path("sub").asText()).isEqualTo(name);
        assertThat(claims.at("/video/room").asText()).isEqualTo("acme." + name);

        String inPath = "floor%201%2Froom%20%F0%9F%98%80%3F%23%26%252F";
        assertThat(done(acme.backend().post("/api/v1/users/" + inPath + "/revoke"))
                        .at("/id"))
                .isEqualTo(name);
        refused(acme.token("{\"participant_identity\":\"%s\"}".formatted(name)), 403, "user_revoked");
    }

    private static void bad(Caller by, String method, String path, String field, String request, String value) {
        Answer answer = by.ask(method, path, request.formatted(value));

        assertThat(answer.status()).as("%s %s", path, answer).isIn(400, 422);
        assertThat(answer.json()
                        .path("errors")
                        .valueStream()
                        .map(error -> error.path("field").asText()))
                .as("%s %s", path, answer)
                .anyMatch(named -> named.startsWith(field));
    }
}
