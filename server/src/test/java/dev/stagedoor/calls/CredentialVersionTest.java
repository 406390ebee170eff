// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import static dev.stagedoor.app.TestTenant.claims;
import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
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

@DisplayName("Everything of a call uses one version of one tenant's credential, which the call names (I2)")
@Tag("slow")
class CredentialVersionTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static final String LOBBY =
            "{\"agent_slug\":\"demo\",\"user_id\":\"alice\",\"room_name\":\"lobby\",\"wait\":\"joined\"}";
    private static int number;

    private TestTenant acme;
    private SandboxLiveKit moved;

    @BeforeEach
    void aTenantThatWillMove() {
        acme = new TestTenant(SERVER, "acme-" + ++number).withAgent("demo");
        moved = SandboxLiveKit.start(0, SandboxKey.of(acme.keyId() + "2", acme.secret()), SandboxSettings.realTime());
        moved.state().registerWorker("demo-worker", WorkerBehaviour.joins());
    }

    @AfterEach
    void close() {
        acme.close();
        moved.close();
    }

    private void move() {
        assertThat(done(acme.putCredential(moved, acme.keyId() + "2")).at("/version"))
                .isEqualTo("2");
    }

    private static List<LoggedCall> about(SandboxLiveKit server, String room) {
        return server.calls().all().stream()
                .filter(call -> call.room().equals(room))
                .toList();
    }

    @Test
    void a_call_is_looked_after_and_cleared_away_where_it_was_begun() {
        Answer call = done(acme.trigger(LOBBY));
        String path = "/api/v1/calls/" + call.at("/call_id");
        String room = call.at("/room_name");
        move();
        acme.livekit().calls().clear();

        Answer named = acme.backend().get(path);
        done(acme.backend().post(path + "/end"));

        assertThat(named.at("/credential_version")).isEqualTo("1");
        until(
                "what may be left was looked for",
                () -> acme.livekit().calls().of(SandboxMethod.LIST_ROOMS).size() > 1);
        assertThat(acme.livekit().calls().of(SandboxMethod.DELETE_ROOM))
                .extracting(LoggedCall::room)
                .containsExactly(room);
        assertThat(about(acme.livekit(), room)).extracting(LoggedCall::apiKey).containsOnly(acme.keyId());
        assertThat(acme.livekit().state().listRooms(List.of(room))).isEmpty();
        // The eviction checks every server in use, and calls nothing else there.
        assertThat(about(moved, room)).allMatch(one -> one.path().equals(SandboxMethod.LIST_PARTICIPANTS.path()));
    }

    @Test
    void a_call_begun_after_the_move_is_at_the_new_server_only() {
        move();
        acme.livekit().calls().clear();

        Answer call = done(acme.trigger(LOBBY));

        assertThat(call.at("/server_url")).endsWith(":" + moved.port());
        assertThat(claims(call.at("/participant_token")).path("iss").asText()).isEqualTo(acme.keyId() + "2");
        assertThat(acme.backend().get("/api/v1/calls/" + call.at("/call_id")).at("/credential_version"))
                .isEqualTo("2");
        assertThat(about(moved, call.at("/room_name"))).isNotEmpty();
        assertThat(about(acme.livekit(), call.at("/room_name"))).isEmpty();
    }

    @Test
    void a_token_of_a_running_call_is_refreshed_for_the_server_it_runs_on() {
        String token = done(acme.trigger(LOBBY)).at("/participant_token");
        move();

        Answer fresh = done(acme.backend().post("/api/v1/tokens/refresh", "{\"token\":\"" + token + "\"}"));

        assertThat(fresh.at("/server_url")).endsWith(":" + acme.livekit().port());
        assertThat(claims(fresh.at("/participant_token")).path("iss").asText()).isEqualTo(acme.keyId());
        assertThat(acme.audited("token.refresh")
                        .getLast()
                        .path("credential_version")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void who_joins_a_running_call_is_sent_to_where_it_runs() {
        Answer first = done(acme.trigger(LOBBY));
        move();

        Answer second = done(acme.trigger(LOBBY.replace("alice", "bob")));

        assertThat(second.at("/call_id")).isEqualTo(first.at("/call_id"));
        assertThat(second.at("/server_url")).isEqualTo(first.at("/server_url"));
        assertThat(claims(second.at("/participant_token")).path("iss").asText()).isEqualTo(acme.keyId());
    }

    @Test
    void a_plain_token_for_its_room_is_for_where_it_runs_and_for_other_rooms_for_the_new_server() {
        done(acme.trigger(LOBBY));
        move();

        Answer lobby = done(acme.token("{\"room_name\":\"lobby\",\"participant_identity\":\"bob\"}"));
        Answer attic = done(acme.token("{\"room_name\":\"attic\",\"participant_identity\":\"bob\"}"));

        assertThat(lobby.at("/server_url")).endsWith(":" + acme.livekit().port());
        assertThat(claims(lobby.at("/participant_token")).path("iss").asText()).isEqualTo(acme.keyId());
        assertThat(attic.at("/server_url")).endsWith(":" + moved.port());
    }

    @Test
    void another_agent_is_sent_to_where_the_rooms_call_runs() {
        acme.withAgent("scribe");
        done(acme.trigger(LOBBY));
        move();

        Answer scribe = done(acme.trigger(LOBBY.replace("demo", "scribe")));
        Answer token = done(acme.token("{\"room_name\":\"lobby\",\"participant_identity\":\"bob\","
                + "\"room_config\":{\"agents\":[{\"agent_name\":\"scribe\"}]}}"));

        assertThat(scribe.at("/server_url")).endsWith(":" + acme.livekit().port());
        assertThat(scribe.at("/dispatch/status")).isEqualTo("joined");
        assertThat(token.at("/server_url")).endsWith(":" + acme.livekit().port());
        assertThat(about(moved, scribe.at("/room_name"))).isEmpty();
    }

    @Test
    void a_token_for_where_its_room_no_longer_is_is_not_refreshed() {
        String token = done(acme.token("{\"room_name\":\"lobby\",\"participant_identity\":\"bob\"}"))
                .at("/participant_token");
        move();
        done(acme.trigger(LOBBY));

        refused(acme.backend().post("/api/v1/tokens/refresh", "{\"token\":\"" + token + "\"}"), 409, "conflict");
    }

    @Test
    void a_request_that_is_repeated_after_the_move_is_given_its_own_call() {
        Answer first = done(acme.backend().once("one").post("/api/v1/trigger", LOBBY));
        move();

        Answer again = done(acme.backend().once("one").post("/api/v1/trigger", LOBBY));

        assertThat(again.at("/call_id")).isEqualTo(first.at("/call_id"));
        assertThat(again.at("/server_url")).isEqualTo(first.at("/server_url"));
    }

    @Test
    void the_old_version_stands_while_a_call_stands_on_it() {
        Answer call = done(acme.trigger(LOBBY));
        move();

        assertThat(acme.backend()
                        .get("/api/v1/credentials")
                        .json()
                        .path("items")
                        .findValuesAsText("state"))
                .containsExactly("active", "superseded");
        assertThat(acme.inside(call.at("/room_name"))).contains(call.at("/dispatch/agent_identity"));
    }
}
