// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers.upstream;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.until;
import static dev.stagedoor.kernel.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.access.TestNode;
import dev.stagedoor.api.chatusers.ChatUserStrategy;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.chatusers.ChatNodes;
import dev.stagedoor.chatusers.ChatUsersModule;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.jobs.DueRows;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.RunningClock;
import dev.stagedoor.tenants.Tenant;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
@DisplayName("What goes wrong upstream is said in our words, lowers nobody's isolation, and is mended (E1, C2, C3)")
class UpstreamFailuresTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    @RegisterExtension
    static final TestServer UPSTREAM = TestServer.started();

    private static final String PENDING = "SELECT count(*) FROM chat_user_pending WHERE tenant_id = '%s'";
    private static final String SLOTS = "SELECT count(*) FROM chat_user_slots WHERE tenant_id = '%s'";
    private static final Relay.Fault DOWN = new Relay.Fault.Answers(503, "{\"code\":\"shutting_down\"}");
    private static final RunningClock CLOCK = new RunningClock();

    private static ChatNodes nodes;
    private static int number;

    private UpstreamScene scene;

    @BeforeAll
    static void begin() {
        nodes = new ChatNodes(DB, CLOCK);
    }

    @AfterAll
    static void end() {
        nodes.close();
    }

    @BeforeEach
    void aTenant() {
        scene = new UpstreamScene(nodes, UPSTREAM, "failing-" + ++number);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private static void quota(UpstreamScene of, int most) {
        done(of.there.backend().put("/api/v1/chat-user-policy", "{\"quota\": " + most + "}"));
    }

    @Test
    @DisplayName("no room for one more chat user: 503, and nobody shares one (85)")
    void a_quota_lowers_nobodys_isolation() {
        quota(scene, 1);
        scene.connect("alice");

        Problem refused = assertProblem(ErrorCode.PROVIDER_UNAVAILABLE, () -> scene.connect("bob"));

        assertThat(refused.code().status()).isEqualTo(503);
        assertThat(refused.detail()).isEqualTo("Service temporarily unavailable.");
        assertThat(scene.users()).hasSize(1);
        assertThat(nodes.count(SLOTS, scene.here))
                .as("a refused connection holds no place")
                .isEqualTo(1);
    }

    @Test
    @DisplayName("no room for one more, and a policy that falls back: the shared pool takes them (85)")
    void a_policy_may_fall_back() {
        try (UpstreamScene falling =
                new UpstreamScene(nodes, UPSTREAM, "falling", UpstreamScene.policy(ChatUserStrategy.DEDICATED, true))) {
            falling.connect(nodes.first, "zoe", "one of the pool");
            falling.nodes.put(falling.here, UpstreamScene.policy(ChatUserStrategy.SHARED, true));
            falling.connect("alice");
            falling.connect("bob");
            falling.nodes.put(falling.here, UpstreamScene.policy(ChatUserStrategy.DEDICATED, true));
            quota(falling, 3);

            Connection carols = falling.connect("carol");

            assertThat(carols.upstream()).isNotNull();
            assertThat(falling.users()).hasSize(3);
            assertThat(DB.column("SELECT kind FROM chat_users WHERE chat_user_id = '"
                            + carols.place().chatUser() + "'"))
                    .containsExactly("shared");
        }
    }

    @Test
    @DisplayName("not to be had: 503, one entry waits however often they come, and is drained once it is up (86)")
    void an_outage_is_waited_out() {
        scene.relay.faults(request -> DOWN);
        for (int i = 0; i < 5; i++) {
            int time = i;
            Problem refused = assertProblem(
                    ErrorCode.PROVIDER_UNAVAILABLE, () -> scene.connect(nodes.either(time), "alice", "time-" + time));
            assertThat(refused.detail()).isEqualTo("Service temporarily unavailable.");
            assertThat(refused.retryAfter()).isPositive();
        }
        assertThat(nodes.count(PENDING, scene.here)).isEqualTo(1);
        assertThat(nodes.count(SLOTS, scene.here)).isZero();

        scene.relay.heal();
        CLOCK.turn(Duration.ofSeconds(30));
        until("drained", () -> {
            nodes.second.module(UpstreamModule.class).rows().forEach(DueRows::run);
            return nodes.count(PENDING, scene.here) == 0;
        });
        scene.onlyUser();
        assertThat(scene.connect("alice").upstream()).isNotNull();
        scene.onlyUser();
    }

    @Test
    void an_entry_whose_server_stays_away_waits_longer_each_time() {
        scene.relay.faults(request -> DOWN);
        assertProblem(ErrorCode.PROVIDER_UNAVAILABLE, () -> scene.connect("alice"));
        String due =
                "SELECT extract(epoch FROM due_at) FROM chat_user_pending WHERE tenant_id = '" + scene.here.id() + "'";

        double before = Double.parseDouble(DB.column(due).getFirst());
        CLOCK.turn(Duration.ofSeconds(20));
        until("tried", () -> {
            nodes.first.module(UpstreamModule.class).rows().forEach(DueRows::run);
            double now = Double.parseDouble(DB.column(due).getFirst());
            return now > before && now < before + 60;
        });
        assertThat(nodes.count(PENDING, scene.here)).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "a refused key: 500 and never 401, one alert in a window, no hammering, and another key works at once (88)")
    void a_refused_key_is_an_alert() {
        scene.connect("alice").close();
        scene.relay.forget();
        scene.relay.faults(request -> new Relay.Fault.Answers(401, "{\"code\":\"unauthenticated\"}"));

        for (int i = 0; i < 5; i++) {
            Problem refused = assertProblem(ErrorCode.INTERNAL, () -> scene.connect("alice"));
            assertThat(refused.code().status()).isEqualTo(500);
            assertThat(refused.detail()).isEqualTo("Internal configuration error.");
        }
        assertThat(scene.relay.count()).isEqualTo(1);
        String alerts =
                "SELECT count(*) FROM audit_entries WHERE action = 'chat_user.upstream_refused' AND tenant_id = '%s'";
        assertThat(nodes.count(alerts, scene.here)).isEqualTo(1);

        CLOCK.turn(Duration.ofMinutes(1));
        assertProblem(ErrorCode.INTERNAL, () -> scene.connect("alice"));
        assertThat(nodes.count(alerts, scene.here)).as("another window").isEqualTo(2);

        scene.relay.heal();
        scene.put(scene.here.id(), scene.key(), true);
        assertThat(scene.connect("alice").upstream()).isNotNull();
    }

    @Test
    @DisplayName("a server that hangs costs no more than the deadline, and one whose answers fail is asked twice (90)")
    void calls_are_bounded() {
        scene.connect("alice").close();
        scene.relay.faults(request -> new Relay.Fault.Hangs());
        Instant began = Instant.now();
        assertProblem(ErrorCode.PROVIDER_UNAVAILABLE, () -> scene.connect("alice"));
        assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(15));

        scene.relay.faults(request -> DOWN);
        scene.relay.forget();
        assertProblem(ErrorCode.PROVIDER_UNAVAILABLE, () -> scene.connect("alice"));
        assertThat(scene.relay.count()).isEqualTo(2);
    }

    @Test
    @DisplayName("one that keeps failing is left alone for a while, and asked again then (90)")
    void a_breaker_opens_and_closes() {
        scene.connect("alice").close();
        scene.relay.faults(request -> DOWN);
        for (int i = 0; i < 12; i++) {
            assertProblem(ErrorCode.PROVIDER_UNAVAILABLE, () -> scene.connect("alice"));
        }
        scene.relay.forget();
        assertProblem(ErrorCode.PROVIDER_UNAVAILABLE, () -> scene.connect("alice"));
        assertThat(scene.relay.count()).isZero();

        scene.relay.heal();
        CLOCK.turn(Duration.ofSeconds(6));
        assertThat(scene.connect("alice").upstream()).isNotNull();
    }

    @Test
    @DisplayName("anything else is an error of ours, without a word of the server's (89)")
    void other_failures_are_errors() {
        scene.relay.faults(
                request -> new Relay.Fault.Answers(418, "{\"code\":\"teapot\",\"detail\":\"of secret.internal\"}"));

        Problem refused = assertProblem(ErrorCode.INTERNAL, () -> scene.connect("alice"));

        assertThat(refused.detail()).isEqualTo("Internal error.");
        assertThat(String.valueOf(refused.getCause())).doesNotContain("secret.internal");
        assertThat(nodes.count(PENDING, scene.here)).isZero();
    }

    @Test
    void a_chat_user_disabled_there_is_refused_and_is_no_alert() {
        scene.connect("alice").close();
        String id = scene.onlyUser().path("id").asText();
        done(scene.there.backend().patch(UpstreamScene.USERS + "/" + id, "{\"enabled\": false}"));

        assertProblem(ErrorCode.FORBIDDEN, () -> scene.connect("alice"));

        assertThat(nodes.count(SLOTS, scene.here)).isZero();
    }

    @Test
    @DisplayName("what is deleted here is deleted there, as soon as the server can be had (107)")
    void a_deleted_chat_user_is_deleted_there() {
        Connection connection = scene.connect("alice");
        scene.onlyUser();
        scene.relay.faults(request -> DOWN);
        nodes.first
                .module(ChatUsersModule.class)
                .chatUsers()
                .delete(TestNode.job(), scene.here.id(), connection.place().chatUser());
        nodes.first.module(UpstreamModule.class).rows().forEach(DueRows::run);
        until("tried", () -> scene.relay.count("DELETE /api/v1/chat-users/*") > 0);
        assertThat(scene.users()).hasSize(1);

        scene.relay.heal();
        until("deleted", () -> {
            CLOCK.turn(Duration.ofSeconds(30));
            nodes.second.module(UpstreamModule.class).rows().forEach(DueRows::run);
            return scene.users().isEmpty()
                    && nodes.count("SELECT count(*) FROM chat_user_retired WHERE tenant_id = '%s'", scene.here) == 0;
        });
    }

    @Test
    void a_tenant_without_a_credential_is_told_nothing_of_it() {
        Tenant bare = nodes.tenant(UpstreamScene.policy(ChatUserStrategy.DEDICATED, false));

        Problem refused = assertProblem(
                ErrorCode.INTERNAL,
                () -> ChatNodes.again(
                        nodes.first, () -> scene.at(nodes.first).connect(ChatNodes.app(bare, "alice"), "tab")));

        assertThat(refused.detail()).isEqualTo("Internal configuration error.");
    }
}
