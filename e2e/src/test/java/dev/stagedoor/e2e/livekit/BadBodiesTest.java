// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.livekit;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Entrance;
import dev.stagedoor.http.Route;
import dev.stagedoor.http.Takes;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A body that cannot be read is refused on every route that takes one, and leaves nothing behind (E1)")
class BadBodiesTest {
    private static final int MIB = 1 << 20;

    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static TestTenant acme;

    /** The token of an app user's session. */
    private static String alice = "";

    @BeforeAll
    static void a_tenant() {
        acme = new TestTenant(SERVER, "acme").withAgent("demo");
        alice = done(acme.backend().post("/api/v1/sessions", "{\"user_id\":\"alice\"}"))
                .at("/session_token");
    }

    @AfterAll
    static void close() {
        acme.close();
    }

    /** A route with a body, called by someone with access to it. */
    private record Asked(Route<?> route) {
        Answer with(String body) {
            Caller by = route.access() instanceof Access.OperatorOnly ? SERVER.operator() : acme.backend();
            if (route.path().contains("{tenant}")) {
                by = SERVER.operator();
            }
            if (route.access() instanceof Access.Entered(Entrance entrance)
                    && entrance.name().equals("app-session")) {
                by = SERVER.with(alice);
            }
            String path = route.path()
                    .replace("{tenant}", "acme")
                    .replace("{slug}", "demo")
                    .replace("{kind}", "livekit")
                    .replace("{name}", "orders")
                    .replaceAll("\\{\\w+}", "anything");
            return by.ask(route.method().name(), path, body);
        }

        int most() {
            return route.takes() instanceof Takes.Json<?> json && json.most() != null
                    ? json.most().size().toInt()
                    : MIB;
        }

        /** A signature, or a lease: there, a key of ours is refused before the body is read. */
        boolean hasOwnCredential() {
            return route.access() instanceof Access.Signed || route.access() instanceof Access.Vendor;
        }

        /** What LiveKit's clients send, and what Claude Code's file holds, may have more fields in the future. */
        boolean isAnothers() {
            return List.of("token.mint", "profile.import").contains(route.action());
        }
    }

    private static List<Asked> routes() {
        List<Asked> routes = withBody(asked -> !asked.hasOwnCredential());
        assertThat(routes).hasSizeGreaterThan(15);
        return routes;
    }

    private static List<Asked> withBody(Predicate<Asked> which) {
        return SERVER.routes().stream()
                .filter(route -> !(route.takes() instanceof Takes.Nothing || route.takes() instanceof Takes.FormData))
                .map(Asked::new)
                .filter(which)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                "{",
                "{\"a\":1",
                "{}{}",
                "{'a':1}",
                "{\"a\":1,}",
                "{\"a\":NaN}",
                "[]",
                "[{}]",
                "\"{}\"",
                "7",
                "null",
                "{\"a\":\"\u0001\"}"
            })
    void malformed(String body) {
        Stored before = Stored.in(SERVER);

        routes().forEach(asked -> assertThat(asked.with(body))
                .as("%s", asked.route().path())
                .satisfies(answer -> assertThat(answer.status()).isIn(400, 422))
                .satisfies(answer -> assertThat(answer.code()).isIn("malformed_request", "invalid_request")));

        assertThat(Stored.in(SERVER)).isEqualTo(before);
    }

    @Test
    void with_a_field_that_we_do_not_know_which_is_named_except_in_what_others_define() {
        Stored before = Stored.in(SERVER);
        String body = "{\"no_such_field\":1}";

        routes().stream()
                .filter(asked -> !asked.isAnothers())
                .forEach(asked -> assertThat(asked.with(body).json().toString())
                        .as("%s", asked.route().path())
                        .contains("no_such_field"));
        assertThat(Stored.in(SERVER)).isEqualTo(before);

        done(acme.token("{\"no_such_field\":{\"deep\":[1]}}"));
        // What is in a room's configuration ends up in the token, and LiveKit refuses a token whose fields it does not
        // know.
        refused(acme.token("{\"roomConfig\":{\"another\":true}}"), 422, "invalid_request");
    }

    @Test
    void nested_deeper_than_anything_needs_to_be() {
        Stored before = Stored.in(SERVER);
        String deep = "{\"context\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}";

        routes().forEach(asked -> assertThat(asked.with(deep).status())
                .as("%s", asked.route().path())
                .isIn(400, 422));

        assertThat(Stored.in(SERVER)).isEqualTo(before);
    }

    @Test
    void where_another_credential_is_asked_for_whatever_the_body_is() {
        List<Asked> own = withBody(Asked::hasOwnCredential);

        assertThat(own)
                .isNotEmpty()
                .allSatisfy(asked -> assertThat(asked.with("{").status())
                        .as("%s", asked.route().path())
                        .isEqualTo(401));
    }

    @Test
    void larger_than_a_mebibyte_or_than_what_the_route_says_of_itself() {
        Stored before = Stored.in(SERVER);

        routes().forEach(asked -> assertThat(asked.with("{\"name\":\"" + "a".repeat(asked.most()) + "\"}")
                        .code())
                .as("%s", asked.route().path())
                .isEqualTo("payload_too_large"));

        assertThat(Stored.in(SERVER)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"user_id\":7,\"agent_slug\":\"demo\"}|user_id",
                "{\"user_id\":\"bob\",\"agent_slug\":true}|agent_slug",
                "{\"user_id\":\"bob\",\"agent_slug\":[\"demo\"]}|agent_slug",
                "{\"user_id\":\"bob\",\"agent_slug\":\"demo\",\"wait\":\"forever\"}|wait",
                "{\"user_id\":\"bob\",\"agent_slug\":\"demo\",\"wait\":1}|wait",
                "{\"user_id\":\"bob\",\"agent_slug\":\"demo\",\"mode\":\"smell\"}|mode",
                "{\"user_id\":\"bob\",\"agent_slug\":\"demo\",\"context\":\"text\"}|context",
                "{\"user_id\":null,\"agent_slug\":\"demo\"}|user_id",
                "{\"user_id\":\"bob\"}|agent_slug",
                "{\"user_id\":\"bob\",\"agent_slug\":\"nobody\"}|agent_slug",
                "{\"user_id\":\"bob\",\"agent_slug\":\"demo\",\"client_id\":\"globex\"}|client_id"
            })
    void of_a_trigger_with_a_field_of_the_wrong_kind(String requestAndField) {
        names(requestAndField, "/api/v1/trigger");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"room_name\":7}|room_name",
                "{\"ttl\":\"long\"}|ttl",
                "{\"ttl\":1.5}|ttl",
                "{\"ttl\":0}|ttl",
                "{\"ttl\":86401}|ttl",
                "{\"ttl\":99999999999}|ttl",
                "{\"grants\":[]}|grants",
                "{\"grants\":{\"room_admin\":\"yes\"}}|grants.room_admin",
                "{\"grants\":{\"room_create\":true}}|grants.room_create",
                "{\"participant_attributes\":[\"a\"]}|participant_attributes",
                "{\"participant_attributes\":{\"a\":1}}|participant_attributes",
                "{\"room_config\":{\"agents\":{}}}|room_config.agents",
                "{\"room_config\":{\"egress\":{\"room\":{}}}}|room_config.egress",
                "{\"room_config\":{\"max_participants\":-1}}|room_config.max_participants"
            })
    void of_a_token_with_a_field_of_the_wrong_kind(String requestAndField) {
        names(requestAndField, "/api/v1/tokens");
    }

    private static void names(String requestAndField, String path) {
        Stored before = Stored.in(SERVER);
        String[] parts = requestAndField.split("\\|", 2);

        Answer answer = acme.backend().post(path, parts[0]);

        assertThat(answer.status()).as("%s", answer).isIn(400, 422);
        Stream<String> fields = answer.json()
                .path("errors")
                .valueStream()
                .map(error -> error.path("field").asText());
        assertThat(fields).as("%s", answer).anyMatch(field -> field.startsWith(parts[1]));
        assertThat(Stored.in(SERVER)).isEqualTo(before);
    }
}
