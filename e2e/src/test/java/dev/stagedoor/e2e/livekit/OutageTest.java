// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.livekit;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.e2e.Await;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A LiveKit that is down, or that rejects the key, is called by its name (I3, D3)")
class OutageTest {
    @RegisterExtension
    static final TestServer SERVER =
            TestServer.configured(usual -> Configured.impatient(usual, Duration.ofSeconds(60)));

    private static RealTenant acme;
    private static RealTenant globex;

    @BeforeAll
    static void two_tenants_with_servers_that_can_be_stopped() {
        acme = RealTenant.created(SERVER.operator(), "acme").withAgent("demo", "demo-agent");
        globex = RealTenant.created(SERVER.operator(), "globex").withAgent("demo", "demo-agent");
    }

    @AfterAll
    static void close() {
        acme.close();
        globex.close();
    }

    @Test
    void an_outage_is_said_and_the_call_is_kept_and_joins_when_the_server_is_back_before_the_deadline() {
        try (AgentWorker worker = AgentWorker.serving(acme.livekit(), "demo-agent")) {
            acme.livekit().close();

            Answer unavailable = acme.trigger("alice", ",\"room_name\":\"lobby\"");
            acme.moved(acme.livekit().again());
            Answer again = Await.value("it is sent", Duration.ofSeconds(50), OutageTest::again);

            refused(unavailable, 503, "provider_unavailable");
            assertThat(unavailable.at("/participant_token")).isEmpty();
            assertThat(unavailable.at("/detail")).as("the call that is kept").contains(again.at("/call_id"));
            Answer joined = acme.dispatched(done(again).at("/dispatch/id"), "joined");
            acme.onlyAgent("acme.lobby", joined.at("/agent_identity"), Duration.ofSeconds(1));
            assertThat(acme.receipt(joined.at("/id"))).as("%s", worker).doesNotContain("failed", "ending");
        }
    }

    /** Repeats the request until the answer is no longer about the outage. */
    private static Optional<Answer> again() {
        Answer answer = acme.trigger("alice", ",\"room_name\":\"lobby\"");
        return answer.code().equals("provider_unavailable") ? Optional.empty() : Optional.of(answer);
    }

    @Test
    void a_secret_that_changed_at_livekit_is_said_to_be_rejected_after_one_request_and_the_call_is_over() {
        globex.livekit().close();
        globex.moved(globex.livekit().againWithAnotherSecret());

        refused(globex.trigger("alice", ""), 422, "credential_rejected");

        JsonNode call = globex.key().get("/api/v1/calls").json().at("/items/0");
        assertThat(call.path("status").asText()).isEqualTo("ended");
        assertThat(call.path("end_reason").asText()).isEqualTo("credential_rejected");
        JsonNode dispatch = globex.key().get("/api/v1/dispatches").json().at("/items/0");
        assertThat(globex.dispatched(dispatch.path("id").asText(), "failed").at("/reason"))
                .isEqualTo("credential_rejected");
        RealTenant.lasts("not one request more", Duration.ofSeconds(4), () -> rejections() == 1);
    }

    /** How many requests the server has rejected, by its own log. */
    private static long rejections() {
        return globex.livekit()
                .log()
                .lines()
                .filter(line -> line.contains("\"status\": 401"))
                .count();
    }
}
