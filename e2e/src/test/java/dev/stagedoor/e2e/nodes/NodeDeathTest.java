// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.nodes;

import static dev.stagedoor.app.TestTenant.done;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.Caller;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.e2e.Await;
import dev.stagedoor.e2e.livekit.AgentWorker;
import dev.stagedoor.e2e.livekit.RealTenant;
import dev.stagedoor.e2e.livekit.RoomWatch;
import dev.stagedoor.kernel.Rounds;
import dev.stagedoor.kernel.Secret;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What a killed node had begun, another ends: one agent in each room (D1, D4)")
class NodeDeathTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static ServingNode.Installed installed;
    private static ServingNode survivor;
    private static RealTenant acme;
    private static AgentWorker worker;

    @BeforeAll
    static void a_node_and_a_tenant_with_a_worker() {
        installed = ServingNode.Installed.on("node_death");
        survivor = installed.node();
        acme = RealTenant.created(new Caller(survivor.url(), Secret.of(installed.operatorKey())), "acme")
                .withAgent("demo", "demo-agent")
                .withAgent("late", "late-agent");
        worker = AgentWorker.serving(acme.livekit(), "demo-agent");
    }

    @AfterAll
    static void close() {
        worker.close();
        survivor.close();
        acme.close();
    }

    @Test
    void every_dispatch_that_was_stored_joins_whatever_its_node_was_doing_when_it_was_killed() {
        for (int round = 0; round < Rounds.of(1); round++) {
            aNodeDies();
            endCalls();
        }
        Chain.isWhole(new Caller(survivor.url(), Secret.of(installed.operatorKey())), "acme");
    }

    private static void aNodeDies() {
        Set<String> earlier = dispatches().stream().map(NodeDeathTest::id).collect(Collectors.toSet());
        List<String> told = callsUntilItIsKilled();

        try (AgentWorker late = AgentWorker.serving(acme.livekit(), "late-agent")) {
            List<JsonNode> stored = dispatches().stream()
                    .filter(dispatch -> !earlier.contains(id(dispatch)))
                    .toList();
            assertThat(stored).extracting(NodeDeathTest::id).containsAll(told);
            List<RoomWatch> watches = stored.stream()
                    .map(dispatch ->
                            RoomWatch.of(acme, dispatch.path("room_name").asText()))
                    .toList();

            stored.forEach(dispatch -> endsInJoined(id(dispatch)));
            stored.forEach(dispatch -> staysAlone(id(dispatch)));

            assertThat(watches)
                    .as("watched with %s", late)
                    .allSatisfy(watch -> assertThat(watch.longestWithTwo()).isLessThan(RoomWatch.NEVER_LONGER));
            watches.forEach(RoomWatch::close);
        }
    }

    /** Calls one at a time, each in flight as long as it takes; the node is killed once six have been answered. */
    private static List<String> callsUntilItIsKilled() {
        CountDownLatch answered = new CountDownLatch(6);
        List<Future<Optional<String>>> calls = new ArrayList<>();
        try (ServingNode doomed = installed.node();
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 12; i++) {
                String agent = i % 4 == 0 ? "late" : "demo";
                String user = "user-" + i;
                calls.add(callers.submit(() -> call(doomed, agent, user, answered)));
            }
            assertThat(answered.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("answered in time")
                    .isTrue();
            doomed.kill();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
        return calls.stream().flatMap(call -> call.resultNow().stream()).toList();
    }

    /** The dispatch in the answer; empty if the node died before it answered. */
    private static Optional<String> call(ServingNode doomed, String agent, String user, CountDownLatch answered) {
        String request = "{\"agent_slug\":\"%s\",\"user_id\":\"%s\",\"wait\":\"none\"}".formatted(agent, user);
        try {
            Answer answer = acme.at(doomed.url()).post("/api/v1/trigger", request);
            answered.countDown();
            return Optional.of(done(answer).at("/dispatch/id"));
        } catch (UncheckedIOException died) {
            return Optional.empty();
        }
    }

    /** The newest ones. */
    private static List<JsonNode> dispatches() {
        return listed("/api/v1/dispatches?limit=50");
    }

    private static List<JsonNode> listed(String path) {
        return done(acme.key().get(path)).json().path("items").valueStream().toList();
    }

    private static String id(JsonNode item) {
        return item.path("id").asText();
    }

    private static void endCalls() {
        listed("/api/v1/calls?limit=50").forEach(call -> done(acme.key().post("/api/v1/calls/" + id(call) + "/end")));
    }

    private static void endsInJoined(String id) {
        acme.dispatched(id, "joined");
        assertThat(acme.receipt(id)).endsWith("joined").doesNotContain("ending", "failed");
    }

    private static void staysAlone(String id) {
        Answer dispatch = acme.dispatch(id);
        Await.until(
                "only the agent that the receipt names, in " + dispatch.at("/room_name"),
                PATIENCE,
                () -> acme.agentsIn(dispatch.at("/room_name")).equals(List.of(dispatch.at("/agent_identity"))));
        assertThat(acme.dispatch(id).at("/agent_identity")).isEqualTo(dispatch.at("/agent_identity"));
    }
}
