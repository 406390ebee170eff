// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.livekit;

import static dev.stagedoor.app.TestTenant.done;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.e2e.Await;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A call to a worker that is full is told so, and gets its agent once there is a free place (D3, D4)")
class FullWorkersTest {
    @RegisterExtension
    static final TestServer SERVER =
            TestServer.configured(usual -> Configured.impatient(usual, Duration.ofSeconds(25)));

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static RealTenant acme;
    private static AgentWorker soonFree;
    private static AgentWorker alwaysFull;
    private static Answer inside;
    private static Answer staying;
    private static Answer inVain;

    /** Each worker has one place. The second call to the one that stays full waits while the other is tried. */
    @BeforeAll
    static void two_workers_whose_only_place_is_taken() {
        acme = RealTenant.created(SERVER.operator(), "acme")
                .withAgent("demo", "demo-agent")
                .withAgent("full", "full-agent");
        soonFree = AgentWorker.servingOneAtATime(acme.livekit(), "demo-agent");
        alwaysFull = AgentWorker.servingOneAtATime(acme.livekit(), "full-agent");
        inside = done(acme.trigger("alice", ""));
        staying = done(full("anna"));
        acme.dispatched(inside.at("/dispatch/id"), "joined");
        acme.dispatched(staying.at("/dispatch/id"), "joined");
        inVain = done(full("bert"));
    }

    @AfterAll
    static void close() {
        soonFree.close();
        alwaysFull.close();
        acme.close();
    }

    private static Answer full(String user) {
        return acme.key().post("/api/v1/trigger", "{\"agent_slug\":\"full\",\"user_id\":\"" + user + "\"}");
    }

    /** The line of the receipt that tells, while the dispatch waits, how often it was tried. */
    private static JsonNode told(String id, String detail) {
        return Await.value(
                "the receipt of " + id + " says: " + detail,
                PATIENCE,
                () -> acme.dispatch(id)
                        .json()
                        .at("/receipt")
                        .valueStream()
                        .filter(line -> line.path("detail").asText().equals(detail))
                        .findFirst());
    }

    @Test
    void whose_place_becomes_free_takes_the_call_once() {
        Answer call = done(acme.trigger("bob", ""));
        String id = call.at("/dispatch/id");
        try (RoomWatch watch = RoomWatch.of(acme, call.at("/room_name"))) {
            told(id, "no worker took it (1 try)");
            assertThat(acme.dispatch(id).at("/status")).isEqualTo("sent");
            assertThat(acme.dispatch(id).at("/reason")).isEqualTo("workers_busy");

            Instant free = Instant.now();
            done(acme.key().post("/api/v1/calls/" + inside.at("/call_id") + "/end"));
            Answer joined = acme.dispatched(id, "joined");

            assertThat(Duration.between(free, Instant.parse(joined.at("/joined_at"))))
                    .as("from the free place to the agent, by %s", soonFree)
                    .isLessThan(Duration.ofSeconds(15));
            assertThat(joined.at("/reason")).as("why it waited is forgotten").isEmpty();
            acme.onlyAgent(call.at("/room_name"), joined.at("/agent_identity"), Duration.ofSeconds(2));
            assertThat(watch.longestWithTwo()).as("two agents").isLessThan(RoomWatch.NEVER_LONGER);
            assertThat(acme.receipt(id)).filteredOn("joined"::equals).hasSize(1);
        }
    }

    @Test
    void that_stays_full_is_said_to_be_busy_and_never_to_be_missing() {
        String id = inVain.at("/dispatch/id");
        JsonNode waiting = told(id, "no worker took it (2 tries)");
        assertThat(waiting.path("status").asText()).isEqualTo("sent");
        assertThat(waiting.path("reason").asText()).isEqualTo("workers_busy");

        Answer failed = acme.dispatched(id, "failed");

        assertThat(failed.at("/reason")).isEqualTo("workers_busy");
        assertThat(failed.json()
                        .at("/receipt")
                        .valueStream()
                        .map(line -> line.path("reason").asText("")))
                .contains("workers_busy")
                .doesNotContain("no_worker");
        assertThat(acme.receipt(id)).doesNotContain("accepted", "joined");
        assertThat(acme.agentsIn(inVain.at("/room_name"))).isEmpty();
        assertThat(acme.agentsIn(staying.at("/room_name")))
                .as("who has the place")
                .hasSize(1);
    }
}
