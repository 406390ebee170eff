// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.livekit;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.e2e.Await;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName(
        "A credential revoked with its call live: the agent is taken back and the next call has the only one (D4, D7)")
class RevokedWithCallTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LOBBY = ",\"room_name\":\"lobby\"";

    private static RealTenant acme;
    private static AgentWorker worker;

    @BeforeAll
    static void a_tenant_with_a_worker() {
        acme = RealTenant.created(SERVER.operator(), "acme").withAgent("demo", "demo-agent");
        worker = AgentWorker.serving(acme.livekit(), "demo-agent");
    }

    @AfterAll
    static void close() {
        worker.close();
        acme.close();
    }

    private static void put() {
        done(SERVER.operator().put("/api/v1/tenants/acme/credentials/livekit", RealTenant.credential(acme.livekit())));
    }

    private static void revoke(long version) {
        done(SERVER.operator()
                .post("/api/v1/tenants/acme/credentials/livekit/revoke", "{\"version\":" + version + "}"));
    }

    private static Answer endedCall(Answer call) {
        String path = "/api/v1/calls/" + call.at("/call_id");
        Await.until(
                "the call has ended",
                PATIENCE,
                () -> acme.key().get(path).at("/status").equals("ended"));
        return acme.key().get(path);
    }

    @Test
    void whoever_is_in_its_calls_is_put_out_at_once() {
        try (RealTenant globex = RealTenant.created(SERVER.operator(), "globex").withAgent("demo", "demo-agent");
                AgentWorker ours = AgentWorker.serving(globex.livekit(), "demo-agent")) {
            Answer call = done(globex.trigger("alice", LOBBY));
            globex.dispatched(call.at("/dispatch/id"), "joined");
            String credential = "/api/v1/tenants/globex/credentials/livekit";
            done(SERVER.operator().post(credential + "/rotate?from=1", RealTenant.credential(globex.livekit())));
            try (Person alice = Person.enter(call.at("/server_url"), call.at("/participant_token"))) {
                assertThat(alice.isInside()).as("%s %s", alice, ours).isTrue();

                done(SERVER.operator().post(credential + "/revoke", "{\"version\":1}"));

                assertThat(alice.removal()).isNotEmpty();
            }
            Await.until("the room is gone", PATIENCE, () -> !globex.hasRoom(call.at("/room_name")));
        }
    }

    @Test
    void by_another_version_of_the_server_at_once_and_without_one_as_soon_as_it_is_put() {
        Answer first = done(acme.trigger("alice", LOBBY));
        acme.dispatched(first.at("/dispatch/id"), "joined");
        put();

        revoke(1);
        Answer second = done(acme.trigger("bob", LOBBY));
        Answer joined = acme.dispatched(second.at("/dispatch/id"), "joined");

        assertThat(endedCall(first).at("/end_reason")).isEqualTo("credential_revoked");
        acme.onlyAgent(second.at("/room_name"), joined.at("/agent_identity"), Duration.ofSeconds(2));

        revoke(2);
        assertThat(endedCall(second).at("/end_reason")).isEqualTo("credential_revoked");
        refused(acme.trigger("carol", LOBBY), 422, "credential_missing");
        assertThat(acme.agentsIn(second.at("/room_name")))
                .as("nothing opens the server")
                .containsExactly(joined.at("/agent_identity"));

        put();
        Answer third = done(acme.trigger("carol", LOBBY));
        Answer last = acme.dispatched(third.at("/dispatch/id"), "joined");
        acme.onlyAgent(third.at("/room_name"), last.at("/agent_identity"), Duration.ofSeconds(2));
        assertThat(last.at("/agent_identity")).isNotEqualTo(joined.at("/agent_identity"));
    }
}
