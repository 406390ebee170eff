// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration;

import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.orchestration.RunScene.Event;
import dev.stagedoor.orchestration.RunScene.Reader;
import dev.stagedoor.sandbox.claude.Answer;
import dev.stagedoor.sandbox.claude.Asked;
import dev.stagedoor.sandbox.claude.ClaudeCall;
import dev.stagedoor.sandbox.claude.ClaudeCall.Ending;
import dev.stagedoor.sandbox.claude.ClaudeSettings;
import dev.stagedoor.sandbox.claude.SandboxClaude;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A run outlives its node or is interrupted; a node that has lost it spends and stores nothing more (R3)")
@Tag("slow")
class DeadNodesTest {
    private static final SandboxClaude CLAUDE = SandboxClaude.start(0, ClaudeSettings.realTime());

    @RegisterExtension
    static final TestServer SERVER = RunScene.server(CLAUDE);

    private static final String RESUMES = ",\"resume\":true";
    private static int number;

    private RunScene acme;

    @BeforeEach
    void aTenant() {
        acme = new RunScene(SERVER, CLAUDE, "dead-" + ++number).ready();
    }

    @AfterEach
    void close() {
        CLAUDE.forgetRules();
        acme.close();
    }

    @AfterAll
    static void stop() {
        CLAUDE.close();
    }

    private long calls(String agent) {
        return CLAUDE.calls().with(acme.apiKey("team")).stream()
                .filter(call -> call.system().contains("You are " + agent))
                .count();
    }

    /** A run whose first agent has answered, and whose second one answers slowly the first time it is asked. */
    private String halfDone(String more) {
        CLAUDE.when(Asked.as("You are Editor").and(Asked.with(acme.apiKey("team"))))
                .onCall(1)
                .answer(Answer.text("slow ".repeat(3_000)).slow(Duration.ofMillis(20)));
        try (Reader reader = acme.open("sequential", RunScene.sequence(more, new String[] {"Writer", "Editor"}))) {
            String run = reader.next("start").at("execution_id");
            Event event = reader.next("chunk");
            while (!event.at("agent").equals("Editor")) {
                event = reader.next("chunk");
            }
            return run;
        }
    }

    /** As if the node that holds the run had died, and another one had held it since. */
    private static void loses(String run) {
        SERVER.sql("UPDATE runs SET node = 'dead', fence = fence + 1, lease_until = now() - interval '1 second'"
                + " WHERE run_id = '" + run + "'");
    }

    @Test
    void a_run_that_is_not_to_be_resumed_is_interrupted_and_keeps_what_it_has() {
        String run = halfDone("");
        loses(run);

        until("the run is interrupted", () -> acme.get(run).at("/status").equals("interrupted"));

        Caller.Answer stored = acme.get(run);
        assertThat(stored.at("/result/agent_results/Writer")).isNotEmpty();
        assertThat(stored.at("/detail")).contains("node");
        try (Reader reader = acme.follow(SERVER.url(), run, "")) {
            Event last = reader.rest().getLast();
            assertThat(last.name()).isEqualTo("error");
            assertThat(last.at("status")).isEqualTo("interrupted");
        }
    }

    @Test
    void a_run_that_is_to_be_resumed_goes_on_from_its_last_finished_call() {
        String run = halfDone(RESUMES);
        loses(run);

        until("the run completes", () -> acme.get(run).at("/status").equals("completed"));

        assertThat(List.of(calls("Writer"), calls("Editor"))).containsExactly(1L, 2L);
        assertThat(acme.get(run).json().path("steps")).hasSize(2);
        try (Reader reader = acme.follow(SERVER.url(), run, "")) {
            List<Event> events = reader.rest();
            assertThat(events.stream().map(Event::id).toList())
                    .isEqualTo(LongStream.rangeClosed(1, events.size())
                            .mapToObj(String::valueOf)
                            .toList());
            assertThat(events.stream().filter(event -> event.name().equals("start")))
                    .hasSize(1);
            assertThat(events.getLast().name()).isEqualTo("complete");
        }
    }

    @Test
    void a_run_that_was_left_for_longer_than_a_run_may_take_is_not_continued() {
        String run = halfDone(RESUMES);
        SERVER.sql("UPDATE runs SET created_at = created_at - interval '1 year' WHERE run_id = '" + run + "'");
        loses(run);

        until("the run is over", () -> !acme.get(run).at("/status").equals("running"));

        Caller.Answer stored = acme.get(run);
        assertThat(stored.at("/status")).isEqualTo("failed");
        assertThat(stored.at("/error")).isEqualTo("budget_exhausted");
        assertThat(stored.at("/detail")).isEqualTo("The run took too long.");
        assertThat(calls("Editor")).as("the call of the node that is gone").isEqualTo(1);
        assertThat(stored.json().path("steps")).hasSize(1);
    }

    @Test
    void a_node_that_has_lost_a_run_closes_its_calls_and_stores_nothing_more() {
        String run = halfDone("");
        ClaudeCall call = CLAUDE.calls().last();

        loses(run);

        until("its call is closed", () -> call.ending() == Ending.CLIENT_LEFT);
        until("the run is over", () -> !acme.get(run).at("/status").equals("running"));
        assertThat(acme.get(run).json().path("steps")).hasSize(1);
        assertThat(SERVER.column("SELECT count(*) FROM run_events WHERE run_id = '" + run + "' AND event = 'error'"))
                .containsExactly("1");
    }

    @Test
    void a_store_with_an_older_fence_is_refused() {
        String run = halfDone("");
        ClaudeCall call = CLAUDE.calls().last();

        // As if another node had taken it: nobody here knows before the next store.
        SERVER.sql("UPDATE runs SET fence = fence + 1, lease_until = now() + interval '1 hour' WHERE run_id = '" + run
                + "'");
        String stored = stored(run);

        until("its call is closed", () -> call.ending() == Ending.CLIENT_LEFT);
        assertThat(stored(run)).isEqualTo(stored);
        assertThat(status(run)).isEqualTo("running");
    }

    @Test
    void an_end_that_comes_while_another_node_takes_the_run_is_neither_stored_nor_told() {
        URI other = SERVER.startAnotherNode();
        // Long enough for the statement below to begin before the run ends.
        CLAUDE.when(Asked.as("You are Writer")).answer(Answer.text("Done.").after(Duration.ofSeconds(2)));
        try (Reader here = acme.open("sequential", RunScene.sequence("Writer"))) {
            String run = here.next("start").at("execution_id");
            try (Reader there = acme.follow(other, run, "")) {
                // Whoever takes the run holds its row until the other node's end waits for it.
                SERVER.sql("DO $$ BEGIN UPDATE runs SET node = 'dead', fence = fence + 1,"
                        + " lease_until = now() - interval '1 second' WHERE run_id = '" + run + "';"
                        + " WHILE NOT EXISTS (SELECT 1 FROM pg_locks"
                        + " WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))"
                        + " LOOP PERFORM pg_sleep(0.02);"
                        + " IF clock_timestamp() > now() + interval '30 seconds' THEN RAISE 'nobody waits for it'; END IF;"
                        + " END LOOP; END $$");

                for (Reader reader : List.of(here, there)) {
                    assertThat(reader.rest().stream().filter(DeadNodesTest::isEnd))
                            .extracting(event -> event.at("status"))
                            .containsExactly("interrupted");
                }
            }
            assertThat(acme.get(run).at("/status")).isEqualTo("interrupted");
            assertThat(ends(run)).containsExactly("error");
        }
        assertThat(acme.tenant.audited("run.end")).hasSize(1);
    }

    private static boolean isEnd(Event event) {
        return List.of("complete", "error").contains(event.name());
    }

    /** The last events that are stored of a run. */
    private static List<String> ends(String run) {
        return SERVER.column(
                "SELECT event FROM run_events WHERE run_id = '" + run + "' AND event IN ('complete', 'error')");
    }

    private static String stored(String run) {
        return SERVER.column("SELECT count(*) || ' events, ' || (SELECT count(*) FROM run_steps WHERE run_id = '" + run
                        + "') || ' steps' FROM run_events WHERE run_id = '" + run + "'")
                .getFirst();
    }

    @Test
    void a_run_goes_on_over_a_short_outage_of_the_database_and_loses_no_event() {
        CLAUDE.when(Asked.as("You are Writer"))
                .answer(Answer.text("word ".repeat(100)).slow(Duration.ofMillis(20)));
        String run;
        try (Reader reader = acme.open("sequential", RunScene.sequence("Writer", "Editor"))) {
            run = reader.next("start").at("execution_id");
            reader.next("chunk");
        }

        SERVER.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND pid <> pg_backend_pid()");

        until("the run completes", () -> status(run).equals("completed"));
        try (Reader reader = acme.follow(SERVER.url(), run, "")) {
            String said = String.join(
                    "",
                    reader.rest().stream()
                            .filter(event -> event.at("agent").equals("Writer")
                                    && event.name().equals("chunk"))
                            .map(event -> event.at("data"))
                            .toList());
            assertThat(said).isEqualTo("word ".repeat(100));
        }
    }

    private static String status(String run) {
        return SERVER.column("SELECT status FROM runs WHERE run_id = '" + run + "'")
                .getFirst();
    }

    @Test
    void a_node_without_its_database_stops_spending_when_its_lease_is_over() {
        String run = halfDone("");
        ClaudeCall call = CLAUDE.calls().last();
        String database = SERVER.jdbcUrl().replaceFirst(".*/([^/?]+).*", "$1");
        String others = " FROM pg_stat_activity WHERE datname = '" + database + "' AND pid <> pg_backend_pid()";

        SERVER.sql("ALTER DATABASE \"" + database + "\" CONNECTION LIMIT 0; SELECT pg_terminate_backend(pid)" + others);
        try {
            until("its call is closed", () -> call.ending() == Ending.CLIENT_LEFT);
        } finally {
            SERVER.sql("ALTER DATABASE \"" + database + "\" CONNECTION LIMIT -1");
        }

        until("the run is interrupted", () -> status(run).equals("interrupted"));
    }
}
