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

@DisplayName("A dispatch waits for a worker until its deadline, and never says joined without one (D1, D3)")
class LateWorkersTest {
    @RegisterExtension
    static final TestServer SERVER =
            TestServer.configured(usual -> Configured.impatient(usual, Duration.ofSeconds(20)));

    private static RealTenant acme;
    private static Answer toNobody;
    private static Answer toLate;
    private static RoomWatch watch;
    private static AgentWorker late;

    /** Both calls at once, so that their waits overlap. */
    @BeforeAll
    static void a_call_to_an_agent_that_nobody_serves_and_one_whose_worker_comes_later() {
        acme = RealTenant.created(SERVER.operator(), "acme")
                .withAgent("demo", "demo-agent")
                .withAgent("ghost", "nobody-serves-this");
        toNobody = done(acme.key().post("/api/v1/trigger", "{\"agent_slug\":\"ghost\",\"user_id\":\"bob\"}"));
        toLate = done(acme.trigger("alice", ""));
        watch = RoomWatch.of(acme, toLate.at("/room_name"));
        late = AgentWorker.serving(acme.livekit(), "demo-agent");
    }

    @AfterAll
    static void close() {
        watch.close();
        late.close();
        acme.close();
    }

    @Test
    void an_agent_whose_worker_comes_late_joins_once() {
        String id = toLate.at("/dispatch/id");
        assertThat(toLate.at("/dispatch/status")).isEqualTo("sent");

        Answer joined = acme.dispatched(id, "joined");

        acme.onlyAgent(toLate.at("/room_name"), joined.at("/agent_identity"), Duration.ofSeconds(2));
        assertThat(watch.longestWithTwo()).as("two agents, of %s", late).isLessThan(RoomWatch.NEVER_LONGER);
        assertThat(acme.receipt(id)).startsWith("requested", "sent").endsWith("joined");
    }

    @Test
    void an_agent_that_nobody_serves_is_given_up_at_the_deadline_and_was_never_said_to_have_joined() {
        Answer failed = acme.dispatched(toNobody.at("/dispatch/id"), "failed");

        assertThat(failed.at("/reason")).isEqualTo("no_worker");
        assertThat(failed.at("/agent_identity")).isEmpty();
        assertThat(failed.json().path("attempts").asInt()).as("attempts").isGreaterThan(1);
        assertThat(acme.receipt(toNobody.at("/dispatch/id")))
                .containsSubsequence("requested", "sent", "ending", "failed")
                .doesNotContain("accepted", "joined");
        assertThat(acme.agentsIn(toNobody.at("/room_name"))).isEmpty();
    }
}
