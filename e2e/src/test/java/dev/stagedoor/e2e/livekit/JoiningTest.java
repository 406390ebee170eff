// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.livekit;

import static dev.stagedoor.app.TestTenant.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("On a real server, joined means that the one agent of this dispatch is in the room (D2, D4)")
class JoiningTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static final String LOBBY = ",\"room_name\":\"lobby\"";

    private static RealTenant acme;
    private static AgentWorker worker;

    @BeforeAll
    static void a_tenant_with_a_worker_that_has_served_nobody_yet() {
        acme = RealTenant.created(SERVER.operator(), "acme").withAgent("demo", "demo-agent");
        worker = AgentWorker.serving(acme.livekit(), "demo-agent");
    }

    @AfterAll
    static void close() {
        worker.close();
        acme.close();
    }

    @Test
    void a_call_cancelled_at_once_and_triggered_again_in_its_room_has_one_agent_which_the_receipt_names() {
        try (RoomWatch watch = RoomWatch.of(acme, "acme.lobby")) {
            String cancelled = done(acme.trigger("alice", LOBBY)).at("/dispatch/id");
            done(acme.key().post("/api/v1/dispatches/" + cancelled + "/cancel"));
            String second = done(acme.trigger("alice", LOBBY)).at("/dispatch/id");

            Answer joined = acme.dispatched(second, "joined");

            acme.onlyAgent("acme.lobby", joined.at("/agent_identity"), Duration.ofSeconds(8));
            assertThat(watch.longestWithTwo()).isLessThan(RoomWatch.NEVER_LONGER);
            assertThat(acme.dispatch(second).at("/status")).isEqualTo("joined");
            assertThat(acme.dispatch(cancelled).at("/reason")).isEqualTo("cancelled");
        }
    }
}
