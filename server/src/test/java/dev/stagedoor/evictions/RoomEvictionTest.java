// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evictions;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.kernel.RunningClock;
import dev.stagedoor.sandbox.SandboxSettings;
import dev.stagedoor.sandbox.WorkerBehaviour;
import dev.stagedoor.sandbox.server.JoinRefused;
import dev.stagedoor.sandbox.server.SandboxKey;
import dev.stagedoor.sandbox.server.SandboxLiveKit;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName(
        "The end of a call puts everybody out whose token names its room, until a token for it is granted (T3, T4)")
@Tag("slow")
class RoomEvictionTest {
    private static final RunningClock CLOCK = new RunningClock();

    @RegisterExtension
    static final TestServer SERVER = TestServer.by(CLOCK);

    private static int number;

    private TestTenant acme;
    private String desk;

    @BeforeEach
    void aTenant() {
        CLOCK.turn(Duration.ofMinutes(1));
        acme = new TestTenant(SERVER, "acme-" + ++number, CLOCK).withAgent("demo");
        desk = acme.slug() + ".desk";
    }

    @AfterEach
    void close() {
        acme.close();
    }

    private Answer callOf(String user) {
        return done(
                acme.trigger("{\"agent_slug\":\"demo\",\"user_id\":\"%s\",\"room_name\":\"desk\",\"wait\":\"joined\"}"
                        .formatted(user)));
    }

    private void end(Answer call) {
        done(acme.backend().post("/api/v1/calls/" + call.at("/call_id") + "/end"));
    }

    private String tokenOf(String user) {
        return done(acme.token("{\"room_name\":\"desk\",\"participant_identity\":\"%s\",\"ttl\":7200}".formatted(user)))
                .at("/participant_token");
    }

    private void comesIn(String token) {
        comesIn(acme.livekit(), token);
    }

    private static void comesIn(SandboxLiveKit server, String token) {
        try {
            server.join(token);
        } catch (JoinRefused refused) {
            throw new AssertionError("LiveKit should admit this participant", refused);
        }
    }

    private boolean isInside(String user) {
        return acme.inside(desk).contains(user);
    }

    private Answer refresh(String token) {
        return acme.backend().post("/api/v1/tokens/refresh", "{\"token\":\"" + token + "\"}");
    }

    /** Two turns have begun since now, or nobody is kept out of anything any more. */
    private static void twoLooks(TestTenant tenant) {
        String now = SERVER.column("SELECT now()").getFirst();
        String before =
                "SELECT 1 FROM eviction_turns WHERE tenant_id = '%s' AND next_at < '%s'::timestamptz + interval '3100 ms'"
                        .formatted(tenant.id(), now);
        until("it was looked twice", () -> SERVER.column(before).isEmpty());
    }

    private void staysThroughLooks(String user) {
        twoLooks(acme);
        assertThat(acme.inside(desk)).contains(user);
    }

    @Test
    void whoever_comes_back_is_out_again_also_one_who_did_not_start_the_call() {
        Answer call = callOf("alice");
        String bob = tokenOf("bob");
        comesIn(call.at("/participant_token"));
        comesIn(bob);

        end(call);

        assertThat(acme.livekit().state().listRooms(List.of(desk))).isEmpty();
        for (int again = 0; again < 2; again++) {
            comesIn(call.at("/participant_token"));
            comesIn(bob);
            until("both are out again", () -> !isInside("alice") && !isInside("bob"));
        }
        refused(refresh(bob), 403, "participant_removed");
        refused(refresh(call.at("/participant_token")), 403, "participant_removed");
    }

    @Test
    void a_token_for_the_room_opens_it_for_all_but_the_user_of_the_call() {
        Answer call = callOf("alice");
        String bob = tokenOf("bob");
        end(call);

        String carol = tokenOf("carol");
        comesIn(carol);
        comesIn(bob);
        comesIn(call.at("/participant_token"));

        until("alice is out", () -> !isInside("alice"));
        staysThroughLooks("bob");
        assertThat(acme.inside(desk)).contains("carol");
        done(refresh(bob));
        refused(refresh(call.at("/participant_token")), 403, "participant_removed");
    }

    @Test
    void the_next_call_opens_the_room_and_its_end_closes_it_again() {
        end(callOf("alice"));
        String bob = tokenOf("bob");
        Answer second = callOf("alice");
        comesIn(second.at("/participant_token"));
        comesIn(bob);
        staysThroughLooks("bob");
        assertThat(acme.inside(desk)).contains("alice", second.at("/dispatch/agent_identity"));

        end(second);
        comesIn(bob);

        until("bob is out", () -> !isInside("bob"));
    }

    @Test
    void a_refreshed_token_opens_nothing() {
        Answer call = callOf("alice");
        String elsewhere = done(acme.token("{\"room_name\":\"hall\",\"participant_identity\":\"alice\"}"))
                .at("/participant_token");
        end(call);
        done(refresh(elsewhere));

        comesIn(call.at("/participant_token"));

        until("alice is out", () -> !isInside("alice"));
    }

    @Test
    void a_room_of_that_name_on_another_server_stays_open() {
        Answer here = callOf("alice");
        try (SandboxLiveKit other = server(0, acme.keyId() + "2")) {
            done(acme.putCredential(other, acme.keyId() + "2"));
            SERVER.sql("UPDATE calls SET credential_version = 2, user_id = 'bob' WHERE call_id = '"
                    + here.at("/call_id") + "'");
            String dave = tokenOf("dave");
            comesIn(other, dave);
            SERVER.sql("UPDATE calls SET credential_version = 1, user_id = 'alice' WHERE call_id = '"
                    + here.at("/call_id") + "'");

            end(here);
            comesIn(here.at("/participant_token"));

            until("alice is out of the one", () -> !isInside("alice"));
            assertThat(other.state().listParticipants(desk))
                    .extracting(one -> one.identity())
                    .contains("dave");
        }
    }

    private static SandboxLiveKit server(int port, String keyId, String secret, Clock clock) {
        SandboxSettings real = SandboxSettings.realTime();
        SandboxLiveKit server = SandboxLiveKit.start(
                port, SandboxKey.of(keyId, secret), new SandboxSettings(clock, real.seed(), real.noResponseAfter()));
        server.state().registerWorker("demo-worker", WorkerBehaviour.joins());
        return server;
    }

    private SandboxLiveKit server(int port, String keyId) {
        return server(port, keyId, acme.secret(), CLOCK);
    }

    @Test
    void who_comes_back_to_a_restarted_livekit_is_out_again() {
        Answer call = callOf("alice");
        String bob = tokenOf("bob");
        comesIn(bob);
        int port = acme.livekit().port();
        end(call);

        acme.livekit().close();
        try (SandboxLiveKit restarted = server(port, acme.keyId())) {
            comesIn(restarted, bob);
            comesIn(restarted, call.at("/participant_token"));

            until(
                    "nobody is in the room",
                    () -> restarted.state().listRooms(List.of(desk)).isEmpty()
                            || restarted.state().listParticipants(desk).isEmpty());
        }
    }

    /** LiveKit admits for a minute after the end, by its clock; one a minute behind ours refuses whatever we ask. */
    @Test
    void a_token_that_a_livekit_whose_clock_is_behind_still_admits_lets_nobody_stay() {
        RunningClock behind = new RunningClock();
        behind.turn(Duration.between(behind.instant(), CLOCK.instant()).minusSeconds(45));
        try (TestTenant globex = new TestTenant(SERVER, "globex-" + ++number, behind).withAgent("demo")) {
            String token = done(globex.token("{\"room_name\":\"desk\",\"participant_identity\":\"bob\",\"ttl\":1200}"))
                    .at("/participant_token");
            done(globex.backend().post("/api/v1/users/bob/revoke"));
            Duration ended = Duration.ofSeconds(1200 + 95);
            CLOCK.turn(ended);
            behind.turn(ended);

            twoLooks(globex);
            comesIn(globex.livekit(), token);

            until("bob is out", () -> !globex.inside(globex.slug() + ".desk").contains("bob"));
        }
    }

    @Test
    void a_suspended_tenants_call_is_over_for_everybody_in_it() {
        Answer call = callOf("alice");
        String bob = tokenOf("bob");
        comesIn(call.at("/participant_token"));
        comesIn(bob);

        done(SERVER.operator().post(acme.path("/suspend")));

        until(
                "the room is closed",
                () -> acme.livekit().state().listRooms(List.of(desk)).isEmpty());
        comesIn(bob);
        until(
                "and closed again",
                () -> acme.livekit().state().listRooms(List.of(desk)).isEmpty());
    }
}
