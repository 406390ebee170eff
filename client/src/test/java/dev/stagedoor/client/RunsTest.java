// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.api.orchestration.RunAgent;
import dev.stagedoor.api.orchestration.SequentialRequest;
import dev.stagedoor.client.http.UnreachableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A run is started once and followed to its end, whatever happens to the connection (R3)")
class RunsTest {
    private static final SequentialRequest HELLO = new SequentialRequest(
            "Say hello",
            null,
            List.of(new RunAgent("Greeter", "You are friendly", null, null, null, null, null, null)),
            List.of("Greeter"),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null);

    private static String event(int id, String name, String data) {
        return "id: %d\nevent: %s\ndata: %s\n\n".formatted(id, name, data);
    }

    private static final String START = event(1, "start", "{\"execution_id\":\"run_1\",\"agents\":[\"Greeter\"]}");

    private static List<String> seen(EventFeed<Runs.Event> feed) {
        List<String> seen = new ArrayList<>();
        try (feed) {
            feed.forEachRemaining(event -> seen.add(event.id() + " " + event.event()));
        }
        return seen;
    }

    @Test
    void a_lost_connection_goes_on_from_the_run_that_was_started() {
        try (ScriptedServer server = ScriptedServer.of(
                        ScriptedServer.events(START + event(2, "chunk", "{\"agent\":\"Greeter\",\"data\":\"Hel\"}")),
                        ScriptedServer.events(
                                event(3, "complete", "{\"status\":\"completed\"}") + event(4, "x", "{}")));
                StagedoorClient client = server.client()) {
            assertThat(seen(client.runs().start(HELLO))).containsExactly("1 start", "2 chunk", "3 complete");
            assertThat(server.requests().get(0)).startsWith("POST /api/v1/orchestration/sequential/stream ");
            assertThat(server.requests().get(1)).startsWith("GET /api/v1/runs/run_1/events ");
            assertThat(server.header(1, "Last-Event-ID")).isEqualTo("2");
        }
    }

    @Test
    void a_start_whose_answer_is_lost_is_not_repeated_since_it_would_start_another_run() {
        try (ScriptedServer server = ScriptedServer.of(ScriptedServer.events(""), ScriptedServer.events(START));
                StagedoorClient client = server.client()) {
            assertThatThrownBy(() -> seen(client.runs().start(HELLO))).isInstanceOf(UnreachableException.class);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void a_list_asks_for_what_its_filter_says_on_every_page() {
        Runs.Filter filter =
                new Runs.Filter("failed", "debate", "alice", Instant.parse("2026-03-01T12:00:00Z"), Instant.EPOCH);
        try (ScriptedServer server = ScriptedServer.of(
                        ScriptedServer.json("200 OK", "{\"items\":[],\"next\":\"run_1\"}"),
                        ScriptedServer.json("200 OK", "{\"items\":[]}"));
                StagedoorClient client = server.client()) {
            assertThat(client.runs().all(filter)).isEmpty();
            assertThat(server.requests())
                    .allSatisfy(request -> assertThat(request)
                            .contains(
                                    "status=failed",
                                    "pattern=debate",
                                    "user=alice",
                                    "from=2026-03-01T12",
                                    "to=1970-01-01T00"));
            assertThat(server.requests().get(1)).contains("after=run_1");
        }
    }

    @Test
    void a_run_is_followed_from_its_first_event_and_read_with_what_newer_servers_add() {
        try (ScriptedServer server = ScriptedServer.of(ScriptedServer.events(
                        START + event(2, "error", "{\"status\":\"failed\",\"code\":\"budget_exhausted\",\"new\":1}")));
                StagedoorClient client = server.client();
                EventFeed<Runs.Event> feed = client.inTenant("acme").runs().follow("run_1")) {
            assertThat(feed.next().data().agents()).containsExactly("Greeter");
            assertThat(feed.next().data().code()).isEqualTo("budget_exhausted");
            assertThat(feed.hasNext()).isFalse();
            assertThat(server.requests().getFirst()).startsWith("GET /api/v1/tenants/acme/runs/run_1/events ");
        }
    }
}
