// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.livekit;

import static dev.stagedoor.app.TestTenant.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestConfig;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.calls.CallsConfig;
import dev.stagedoor.e2e.Await;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("D6: what a real livekit-server tells by webhook is seen long before anybody would have looked")
class RoomEventsTest {
    /** Calls are looked at once an hour, so that only a webhook can end one within a test. */
    @RegisterExtension
    static final TestServer SERVER = TestServer.configured(usual -> TestConfig.with(
            usual,
            new CallsConfig(
                    CallsConfig.STANDARD.joinTimeout(), Duration.ofHours(1), CallsConfig.STANDARD.roomEmptyTimeout())));

    private static RealTenant acme;
    private static AgentWorker worker;

    @BeforeAll
    static void a_tenant_whose_server_sends_webhooks() {
        acme = RealTenant.telling(SERVER.operator(), "acme").withAgent("demo", "demo-agent");
        worker = AgentWorker.serving(acme.livekit(), "demo-agent");
    }

    @AfterAll
    static void close() {
        worker.close();
        acme.close();
    }

    @Test
    void a_call_whose_room_was_closed_on_livekit_ends() {
        Answer call = done(acme.trigger("alice", ",\"wait\":\"joined\""));
        try (Person alice = Person.enter(call.at("/server_url"), call.at("/participant_token"))) {
            assertThat(alice.gotIn()).isTrue();

            acme.deletesRoom(call.at("/room_name"));

            Await.until(
                    "the call is over",
                    Duration.ofSeconds(30),
                    () -> acme.key()
                            .get("/api/v1/calls/" + call.at("/call_id"))
                            .at("/status")
                            .equals("ended"));
        }
        assertThat(acme.key().get("/api/v1/calls/" + call.at("/call_id")).at("/end_reason"))
                .isEqualTo("room_closed");
    }
}
