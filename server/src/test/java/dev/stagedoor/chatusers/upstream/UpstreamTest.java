// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers.upstream;

import static dev.stagedoor.app.TestTenant.claims;
import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.kernel.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.api.chatusers.ChatUserStrategy;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.chatusers.ChatNodes;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.RunningClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
@DisplayName("Chat users may live on a second Stagedoor, to which connections are passed on (C2, C3, I1, I8)")
class UpstreamTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    @RegisterExtension
    static final TestServer UPSTREAM = TestServer.started();

    private static ChatNodes nodes;
    private static int number;

    private UpstreamScene scene;

    @BeforeAll
    static void begin() {
        nodes = new ChatNodes(DB, new RunningClock());
    }

    @AfterAll
    static void end() {
        nodes.close();
    }

    @BeforeEach
    void aTenant() {
        scene = new UpstreamScene(nodes, UPSTREAM, "upstream-" + ++number);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    @DisplayName(
            "a first connection makes the chat user there, with what it may use, and gets a token for an hour (57, 65, 102)")
    void a_connection_is_passed_on() {
        Connection connection = scene.connect("alice@example.com");

        JsonNode made = scene.onlyUser();
        assertThat(made.path("username").asText()).startsWith("sd_").hasSize(29);
        assertThat(made.at("/agents/0").asText()).isEqualTo("guide");
        assertThat(made.at("/voices/0").asText()).isEqualTo("nova");
        assertThat(made.path("metadata").properties().stream().map(field -> field.getKey()))
                .containsExactlyInAnyOrder("app_user_id", "created_at");
        assertThat(made.at("/metadata/app_user_id").asText()).matches("usr_[0-9a-f]{32}");
        assertThat(made.toString()).doesNotContain("alice", "example.com");

        UpstreamAccess access = Objects.requireNonNull(connection.upstream());
        JsonNode claims = claims(access.token().revealText());
        assertThat(access.expiresAt().getEpochSecond())
                .isEqualTo(claims.path("exp").asLong());
        assertThat(Duration.between(Instant.now(), access.expiresAt()))
                .isBetween(Duration.ofSeconds(3_500), Duration.ofHours(1));
        assertThat(access.socket().toString())
                .isEqualTo("ws://" + UPSTREAM.url().getAuthority() + "/api/rt/ws");
        assertThat(connection.toString() + access)
                .doesNotContain("127.0.0.1", access.token().revealText());
        connection.close();
    }

    @Test
    @DisplayName("a second one uses what is there; nothing is asked twice (56)")
    void a_second_connection_makes_nothing() {
        scene.connect("alice").close();
        scene.relay.forget();

        scene.connect(nodes.second, "alice", "second").close();

        assertThat(scene.relay.count()).isEqualTo(1);
        assertThat(scene.relay.count("POST /api/v1/chat-users/*/token")).isEqualTo(1);
    }

    @Test
    @DisplayName("fifty first connections of one app user, on two nodes, make one chat user there (61)")
    void first_connections_make_one_chat_user() throws Exception {
        ChatNodes.Outcome<Connection> outcome =
                nodes.all(50, i -> scene.connect(nodes.either(i), "alice", "connection-" + i));

        assertThat(outcome.refusals()).isEmpty();
        assertThat(outcome.places()).hasSize(50).allMatch(one -> one.upstream() != null);
        scene.onlyUser();
    }

    @Test
    @DisplayName("one that was made while its answer was lost is found again, and is no orphan (62)")
    void a_lost_answer_makes_no_orphan() {
        scene.relay.faults(
                request -> request.equals("POST /api/v1/chat-users") ? new Relay.Fault.Lost() : Relay.Fault.NONE);
        assertProblem(ErrorCode.PROVIDER_UNAVAILABLE, () -> scene.connect("alice"));
        String made = scene.onlyUser().path("id").asText();

        scene.relay.heal();
        scene.connect("alice").close();

        assertThat(scene.onlyUser().path("id").asText()).isEqualTo(made);
    }

    @Test
    @DisplayName("one that vanished there is made again, once, and the mapping follows (87)")
    void a_vanished_chat_user_is_made_again() throws Exception {
        scene.connect("alice").close();
        String before = scene.onlyUser().path("id").asText();
        done(scene.there.backend().delete(UpstreamScene.USERS + "/" + before));

        ChatNodes.Outcome<Connection> outcome =
                nodes.all(12, i -> scene.connect(nodes.either(i), "alice", "connection-" + i));

        assertThat(outcome.refusals()).isEmpty();
        String after = scene.onlyUser().path("id").asText();
        assertThat(after).isNotEqualTo(before);
        assertThat(DB.column("SELECT upstream_id FROM chat_users WHERE tenant_id = '" + scene.here.id() + "'"))
                .containsExactly(after);
    }

    @Test
    @DisplayName("what is not there even then is an error, and nothing is made a third time (87)")
    void a_second_not_found_is_an_error() {
        scene.connect("alice").close();
        scene.relay.forget();
        scene.relay.faults(request -> request.endsWith("/token")
                ? new Relay.Fault.Answers(404, "{\"code\":\"not_found\"}")
                : Relay.Fault.NONE);

        assertProblem(ErrorCode.PROVIDER_UNAVAILABLE, () -> scene.connect("alice"));

        assertThat(scene.relay.count("POST /api/v1/chat-users")).isEqualTo(1);
        assertThat(scene.relay.count("POST /api/v1/chat-users/*/token")).isEqualTo(2);
    }

    @Test
    @DisplayName("another tier is told to the server with the next token (80)")
    void a_tier_change_is_told() {
        scene.connect("alice").close();
        scene.nodes.tier(scene.here, "alice", "gold");

        scene.connect("alice").close();

        JsonNode changed = scene.onlyUser();
        assertThat(changed.path("agents")).hasSize(2);
        assertThat(changed.has("voices")).as("all of them").isFalse();
        scene.relay.forget();
        scene.connect("alice").close();
        assertThat(scene.relay.count("PATCH /api/v1/chat-users/*")).isZero();
    }

    @Test
    @DisplayName("app users who share a chat user there are told apart by the server (78, 102)")
    void app_users_of_a_pool_are_told_apart() {
        try (UpstreamScene pool = new UpstreamScene(
                nodes, UPSTREAM, "upstream-pool", UpstreamScene.policy(ChatUserStrategy.SHARED, false))) {
            pool.connect("alice");
            pool.connect("bob");
            pool.connect("carol");

            assertThat(pool.users()).hasSize(2);
            Set<String> people = new TreeSet<>(done(pool.there.backend().get("/api/v1/sessions"))
                    .json()
                    .path("items")
                    .findValuesAsText("user_id"));
            assertThat(people).hasSize(3).allMatch(person -> person.matches("usr_[0-9a-f]{32}"));
        }
    }

    @Test
    void two_tenants_users_of_one_name_are_two_people() {
        assertThat(UpstreamUsers.opaque(scene.here.id(), "alice"))
                .isNotEqualTo(UpstreamUsers.opaque(nodes.first.tenant().id(), "alice"));
    }

    @Test
    void an_answer_that_leads_elsewhere_is_not_followed() {
        scene.relay.faults(request -> request.endsWith("/token")
                ? new Relay.Fault.Answers(
                        201,
                        "{\"token\":\"t\",\"expires_at\":4102444800,\"websocket_url\":\"ws://169.254.169.254/rt\"}")
                : Relay.Fault.NONE);

        assertThat(assertProblem(ErrorCode.INTERNAL, () -> scene.connect("alice"))
                        .detail())
                .isEqualTo("Internal error.");
    }

    @Test
    void the_key_is_one_tenants_only_and_is_asked_about_before_it_is_taken() {
        String key = scene.key();
        scene.put(scene.here.id(), key, true);

        assertProblem(
                ErrorCode.CREDENTIAL_NOT_ISOLATED,
                () -> scene.put(nodes.first.tenant().id(), key, true));
        assertProblem(
                ErrorCode.CREDENTIAL_REJECTED,
                () -> scene.put(scene.here.id(), "sd_live_" + "A1b2C3d4".repeat(6), true));
        assertThat(DB.column("SELECT chat_users::text FROM chat_users").toString()
                        + DB.column("SELECT detail FROM audit_entries"))
                .doesNotContain(key);
    }

    @Test
    void a_policy_without_upstream_stays_here() {
        scene.nodes.put(scene.here, ChatNodes.policy(ChatUserStrategy.DEDICATED, 2, 5));

        assertThat(scene.connect("alice").upstream()).isNull();

        assertThat(scene.relay.count()).isZero();
        assertThat(List.of(scene.users())).allMatch(JsonNode::isEmpty);
    }
}
