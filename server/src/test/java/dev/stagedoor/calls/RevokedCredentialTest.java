// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.dispatch.plan.DispatchTiming;
import dev.stagedoor.kernel.RunningClock;
import dev.stagedoor.sandbox.SandboxMethod;
import dev.stagedoor.sandbox.SandboxSettings;
import dev.stagedoor.sandbox.WorkerBehaviour;
import dev.stagedoor.sandbox.server.LoggedCall;
import dev.stagedoor.sandbox.server.SandboxKey;
import dev.stagedoor.sandbox.server.SandboxLiveKit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A revoked credential ends its calls; their agents are removed by another one of the same server (D7, I2)")
@Tag("slow")
class RevokedCredentialTest {
    private static final RunningClock CLOCK = new RunningClock();

    @RegisterExtension
    static final TestServer SERVER = TestServer.by(CLOCK);

    private static final String LOBBY = "{\"agent_slug\":\"demo\",\"user_id\":\"%s\",\"room_name\":\"lobby\"%s}";
    private static int number;

    private TestTenant acme;

    @BeforeEach
    void aTenant() {
        acme = new TestTenant(SERVER, "acme-" + ++number, CLOCK).withAgent("demo");
    }

    @AfterEach
    void close() {
        acme.close();
    }

    private Answer joined(String user) {
        Answer call = done(acme.trigger(LOBBY.formatted(user, ",\"wait\":\"joined\"")));
        assertThat(call.at("/dispatch/status")).isEqualTo("joined");
        return call;
    }

    private void revoke(int version) {
        done(SERVER.operator().post(acme.path("/credentials/livekit/revoke"), "{\"version\":" + version + "}"));
    }

    private Answer dispatch(Answer call) {
        return done(acme.backend().get("/api/v1/dispatches/" + call.at("/dispatch/id")));
    }

    private boolean isStatus(Answer call, String status) {
        return dispatch(call).at("/status").equals(status);
    }

    private Answer endedCall(Answer call) {
        String path = "/api/v1/calls/" + call.at("/call_id");
        until("the call is over", () -> acme.backend().get(path).at("/status").equals("ended"));
        return acme.backend().get(path);
    }

    private void isSettled(Answer call) {
        assertThat(endedCall(call).at("/end_reason")).isEqualTo("credential_revoked");
        assertThat(acme.ledger("calls_open")).isZero();
        assertThat(acme.ledger("seconds_reserved")).isZero();
    }

    /** Waits out the time during which nothing of its dispatch may be seen. */
    private void takenBack(Answer call) {
        String quiet = "SELECT 1 FROM dispatches WHERE dispatch_id = '" + call.at("/dispatch/id")
                + "' AND (state->>'quiet_since' IS NOT NULL OR ended_at IS NOT NULL)";
        until("nothing of it is seen", () -> !SERVER.column(quiet).isEmpty());
        CLOCK.turn(DispatchTiming.STANDARD.quietPeriod());
        until("the dispatch is over", () -> isStatus(call, "completed"));
        assertThat(dispatch(call).at("/reason")).isEqualTo("credential_revoked");
    }

    private static List<String> agentsIn(SandboxLiveKit server, String room) {
        return server.state().listParticipants(room).stream()
                .filter(participant -> participant.agent())
                .map(participant -> participant.identity())
                .toList();
    }

    /** The agent of a call that is joining: the only one in its room. */
    private void isOnlyAgent(SandboxLiveKit server, Answer call) {
        until("its agent joins", () -> isStatus(call, "joined"));
        assertThat(agentsIn(server, call.at("/room_name")))
                .containsExactly(dispatch(call).at("/agent_identity"));
    }

    private SandboxLiveKit another(int port) {
        SandboxSettings real = SandboxSettings.realTime();
        SandboxSettings settings = new SandboxSettings(CLOCK, real.seed(), real.noResponseAfter());
        SandboxLiveKit server = SandboxLiveKit.start(port, SandboxKey.of(acme.keyId() + "2", acme.secret()), settings);
        server.state().registerWorker("demo-worker", WorkerBehaviour.joins());
        return server;
    }

    @Test
    void after_a_rotation_the_agent_is_removed_and_the_next_call_there_has_the_only_one() {
        Answer first = joined("alice");
        done(acme.putCredential());

        revoke(1);
        Answer next = done(acme.trigger(LOBBY.formatted("bob", "")));

        assertThat(next.at("/call_id")).isNotEqualTo(first.at("/call_id"));
        takenBack(first);
        assertThat(endedCall(first).at("/end_reason")).isEqualTo("credential_revoked");
        isOnlyAgent(acme.livekit(), next);
        assertThat(acme.ledger("calls_open")).isEqualTo(1);
        assertThat(acme.backend().get("/api/v1/calls/" + next.at("/call_id")).at("/credential_version"))
                .isEqualTo("2");
    }

    @Test
    void without_another_the_call_ends_at_once_and_the_agent_when_the_server_can_be_reached_again() {
        Answer call = joined("alice");
        String agent = dispatch(call).at("/agent_identity");

        revoke(1);

        isSettled(call);
        until("it is told", () -> isStatus(call, "ending"));
        assertThat(dispatch(call).at("/reason")).isEqualTo("credential_revoked");
        refused(acme.trigger(LOBBY.formatted("bob", "")), 422, "credential_missing");
        assertThat(agentsIn(acme.livekit(), call.at("/room_name"))).containsExactly(agent);
        String resting = "SELECT 1 FROM dispatches WHERE dispatch_id = '" + call.at("/dispatch/id")
                + "' AND next_at > lease_until";
        until("no node holds it", () -> !SERVER.column(resting).isEmpty());

        done(acme.putCredential());
        Answer next = done(acme.trigger(LOBBY.formatted("bob", "")));

        takenBack(call);
        isOnlyAgent(acme.livekit(), next);
        assertThat(dispatch(next).at("/agent_identity")).isNotEqualTo(agent);
    }

    @Test
    void a_credential_of_another_server_is_not_used_for_it_and_does_not_wait_for_it() {
        try (SandboxLiveKit other = another(0)) {
            Answer call = joined("alice");
            String room = call.at("/room_name");
            String agent = dispatch(call).at("/agent_identity");
            done(acme.putCredential(other, acme.keyId() + "2"));

            revoke(1);

            isSettled(call);
            until("it is told", () -> isStatus(call, "ending"));
            Answer elsewhere = joined("bob");
            assertThat(elsewhere.at("/server_url")).endsWith(":" + other.port());
            assertThat(other.calls().all())
                    .filteredOn(one -> one.room().equals(room))
                    .extracting(LoggedCall::path)
                    .doesNotContain(
                            SandboxMethod.DELETE_ROOM.path(),
                            SandboxMethod.DELETE_DISPATCH.path(),
                            SandboxMethod.REMOVE_PARTICIPANT.path());
            assertThat(agentsIn(acme.livekit(), room)).containsExactly(agent);

            done(acme.putCredential());

            takenBack(call);
            assertThat(agentsIn(acme.livekit(), room)).isEmpty();
            assertThat(agentsIn(other, room))
                    .containsExactly(dispatch(elsewhere).at("/agent_identity"));
        }
    }

    @Test
    void a_call_whose_key_livekit_no_longer_takes_is_looked_after_by_the_next_one() {
        Answer call = joined("alice");
        int port = acme.livekit().port();
        acme.livekit().close();
        try (SandboxLiveKit restarted = another(port)) {
            done(acme.putCredential(restarted, acme.keyId() + "2"));

            until("its room is seen to be gone", () -> !isStatus(call, "joined"));
            assertThat(dispatch(call).at("/reason")).isEqualTo("room_closed");
        }
    }

    @Test
    void a_call_that_is_only_reserved_gives_its_place_back() {
        String token = "{\"room_name\":\"lobby\",\"participant_identity\":\"alice\","
                + "\"room_config\":{\"agents\":[{\"agent_name\":\"demo\"}]}}";
        done(acme.token(token));
        done(acme.putCredential());
        assertThat(acme.ledger("calls_open")).isEqualTo(1);

        revoke(1);
        done(acme.token(token));

        until("the first is over", () -> acme.audited("call.end").size() == 1);
        assertThat(acme.ledger("calls_open")).as("the second").isEqualTo(1);
        assertThat(acme.audited("call.reserve")
                        .getLast()
                        .path("credential_version")
                        .asInt())
                .isEqualTo(2);
    }
}
