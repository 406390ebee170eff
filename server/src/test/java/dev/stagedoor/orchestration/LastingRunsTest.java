// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
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
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A run is stored as it happens; whoever reads it may leave, and whoever stops it stops its cost (R3)")
@Tag("slow")
class LastingRunsTest {
    private static final SandboxClaude CLAUDE = SandboxClaude.start(0, ClaudeSettings.realTime());

    @RegisterExtension
    static final TestServer SERVER = RunScene.server(CLAUDE);

    private static final Duration AT_ONCE = Duration.ofMillis(100);
    private static int number;

    private RunScene acme;

    @BeforeEach
    void aTenant() {
        acme = new RunScene(SERVER, CLAUDE, "lasting-" + ++number).ready();
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

    private static Answer slowly(int tokens) {
        return Answer.text("word ".repeat(tokens)).slow(Duration.ofMillis(20));
    }

    private Reader slowRun() {
        CLAUDE.when(Asked.as("You are Writer")).answer(slowly(3_000));
        return acme.open("sequential", RunScene.sequence("Writer", "Editor"));
    }

    private static List<String> ids(List<Event> events) {
        return events.stream().map(Event::id).toList();
    }

    @Test
    void a_reader_that_comes_back_reads_on_where_it_stopped_also_on_another_node() {
        List<Event> all = acme.stream("sequential", RunScene.sequence("Writer", "Editor"));
        String run = all.getFirst().at("execution_id");
        URI second = SERVER.startAnotherNode();

        for (URI node : List.of(SERVER.url(), second)) {
            try (Reader whole = acme.follow(node, run, "");
                    Reader rest = acme.follow(node, run, "3")) {
                assertThat(whole.rest()).isEqualTo(all);
                assertThat(rest.rest()).isEqualTo(all.subList(3, all.size()));
            }
        }
    }

    @Test
    void a_reader_that_has_read_everything_is_told_not_to_come_back() {
        List<Event> all = acme.stream("sequential", RunScene.sequence("Writer"));
        String run = all.getFirst().at("execution_id");

        Caller.Answer again = acme.tenant
                .backend()
                .with("Last-Event-ID", all.getLast().id())
                .get(RunScene.RUNS + "/" + run + "/events");

        assertThat(again.status()).isEqualTo(204);
    }

    @Test
    void an_id_from_the_future_reads_from_the_beginning() {
        List<Event> all = acme.stream("sequential", RunScene.sequence("Writer"));

        for (String id : List.of("999999", "99999999999999999999", "-1", "x")) {
            try (Reader reader = acme.follow(SERVER.url(), all.getFirst().at("execution_id"), id)) {
                assertThat(ids(reader.rest())).as(id).isEqualTo(ids(all));
            }
        }
    }

    @Test
    void a_run_on_one_node_is_read_on_the_other_while_it_happens() {
        URI second = SERVER.startAnotherNode();
        try (Reader here = slowRun()) {
            String run = here.next("start").at("execution_id");
            try (Reader there = acme.follow(second, run, "")) {
                there.next("chunk");
                there.next("chunk");
                assertThat(acme.get(run).at("/status")).isEqualTo("running");
                done(acme.tenant.backend().post(RunScene.RUNS + "/" + run + "/cancel"));
                assertThat(there.rest().getLast().at("status")).as("there").isEqualTo("cancelled");
            }
        }
    }

    @Test
    void streamed_text_is_not_a_row_for_each_token() {
        CLAUDE.when(Asked.as("You are Writer")).answer(Answer.text("word ".repeat(500)));

        List<Event> events = acme.stream("sequential", RunScene.sequence("Writer"));

        assertThat(events.stream().filter(event -> event.name().equals("chunk")).count())
                .isBetween(1L, 50L);
        String said = String.join(
                "",
                events.stream()
                        .filter(event -> event.name().equals("chunk"))
                        .map(event -> event.at("data"))
                        .toList());
        assertThat(said).isEqualTo("word ".repeat(500));
    }

    @Test
    void a_reader_that_leaves_changes_nothing() {
        CLAUDE.when(Asked.as("You are Writer")).answer(slowly(40));
        String run;
        try (Reader reader = acme.open("sequential", RunScene.sequence("Writer", "Editor"))) {
            run = reader.next("start").at("execution_id");
            reader.next("chunk");
        }

        until("the run completes", () -> acme.get(run).at("/status").equals("completed"));
        assertThat(acme.get(run).json().path("steps")).hasSize(2);
    }

    @Test
    void cancelling_closes_the_providers_stream_within_a_tenth_of_a_second_on_either_node() {
        URI second = SERVER.startAnotherNode();
        for (URI node : List.of(SERVER.url(), second)) {
            CLAUDE.calls().clear();
            try (Reader reader = slowRun()) {
                String run = reader.next("start").at("execution_id");
                reader.next("chunk");

                Instant asked = Instant.now();
                Caller.Answer answer = done(acme.at(node).post(RunScene.RUNS + "/" + run + "/cancel"));
                Instant told = Instant.now();
                List<Event> rest = reader.rest();

                assertThat(answer.at("/execution_id")).isEqualTo(run);
                assertThat(rest.getLast().at("status")).as("%s", rest).isEqualTo("cancelled");
                ClaudeCall call = CLAUDE.calls().last();
                until("the provider sees it", () -> call.ending() == Ending.CLIENT_LEFT);
                assertThat(Objects.requireNonNull(call.endedAt())).isBefore(told.plus(AT_ONCE));
                assertThat(CLAUDE.calls().all()).as("calls after " + asked).hasSize(1);
                Caller.Answer stored = acme.get(run);
                assertThat(stored.at("/status")).isEqualTo("cancelled");
                assertThat(stored.at("/steps/0/error")).isEqualTo("stopped");
                assertThat(stored.json().at("/usage/input_tokens").asLong()).isPositive();
            }
        }
    }

    @Test
    void a_model_that_says_nothing_yet_is_left_as_fast() {
        CLAUDE.when(Asked.as("You are Writer")).answer(Answer.text("Late.").after(Duration.ofSeconds(15)));
        try (Reader reader = acme.open("sequential", RunScene.sequence("Writer"))) {
            String run = reader.next("start").at("execution_id");
            until(
                    "the provider is asked",
                    () -> !CLAUDE.calls().with(acme.apiKey("team")).isEmpty());

            done(acme.tenant.backend().post(RunScene.RUNS + "/" + run + "/cancel"));
            Instant told = Instant.now();

            assertThat(reader.rest().getLast().at("status")).isEqualTo("cancelled");
            assertThat(Duration.between(told, Instant.now())).isLessThan(Duration.ofSeconds(3));
        }
    }

    @Test
    void a_run_that_is_over_stays_as_it_is_when_it_is_cancelled() {
        String run = done(acme.run("sequential", RunScene.sequence("Writer"))).at("/execution_id");

        done(acme.tenant.backend().post(RunScene.RUNS + "/" + run + "/cancel"));

        assertThat(acme.get(run).at("/status")).isEqualTo("completed");
    }

    @Test
    void a_run_that_ends_while_it_is_cancelled_ends_once_for_every_reader() throws Exception {
        URI second = SERVER.startAnotherNode();
        for (int i = 0; i < 20; i++) {
            CLAUDE.forgetRules();
            CLAUDE.when(Asked.as("You are Writer")).answer(slowly(1 + i / 2));
            endsOnce(second, i % 2 == 0 ? acme.tenant.backend() : acme.at(second));
        }
        assertThat(acme.tenant.audited("run.end")).hasSize(20);
    }

    /** A run of which {@code second} tells too, and which {@code by} cancels while it may end. */
    private void endsOnce(URI second, Caller by) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Reader here = acme.open("sequential", RunScene.sequence("Writer"))) {
            String run = here.next("start").at("execution_id");
            try (Reader there = acme.follow(second, run, "")) {
                there.next("chunk");
                Future<Caller.Answer> cancelled = threads.submit(() -> by.post(RunScene.RUNS + "/" + run + "/cancel"));
                List<String> heard = ends(here.rest());

                assertThat(heard).hasSize(1);
                assertThat(ends(there.rest())).isEqualTo(heard);
                done(cancelled.get());
                assertThat(acme.get(run).at("/status")).isEqualTo(heard.getFirst());
            }
            assertThat(SERVER.column("SELECT count(*) FROM run_events WHERE run_id = '" + run
                            + "' AND event IN ('complete', 'error')"))
                    .containsExactly("1");
        }
    }

    /** How the run ended, as often as it was told. */
    private static List<String> ends(List<Event> events) {
        return events.stream()
                .filter(event -> List.of("complete", "error").contains(event.name()))
                .map(event -> event.at("status"))
                .toList();
    }

    @Test
    void a_run_whose_profile_is_deleted_stops_within_a_second_and_says_so() {
        String id = done(acme.tenant.backend().get("/api/v1/selected-profile")).at("/selected_profile_id");
        try (Reader reader = slowRun()) {
            reader.next("chunk");
            Instant deleted = Instant.now();
            done(acme.tenant.backend().delete("/api/v1/profiles/" + id));

            Event last = reader.rest().getLast();

            assertThat(last.at("code")).as("%s", last).isEqualTo("credential_missing");
            assertThat(Duration.between(deleted, Instant.now())).isLessThan(Duration.ofSeconds(3));
            until("the provider sees it", () -> CLAUDE.calls().last().ending() == Ending.CLIENT_LEFT);
        }
    }

    @Test
    void a_run_whose_tenant_is_suspended_stops_within_a_second_and_says_so() {
        try (Reader reader = slowRun()) {
            String run = reader.next("start").at("execution_id");
            reader.next("chunk");
            done(SERVER.operator().post(acme.tenant.path("/suspend")));
            Instant suspended = Instant.now();

            ClaudeCall call = CLAUDE.calls().last();
            until("the provider sees it", () -> call.ending() == Ending.CLIENT_LEFT);
            assertThat(Objects.requireNonNull(call.endedAt())).isBefore(suspended.plusSeconds(1));
            until("the end is stored", () -> !asOperator(run).at("/status").equals("running"));
            assertThat(asOperator(run).at("/error")).isEqualTo("tenant_suspended");
        }
    }

    @Test
    void a_run_whose_user_is_revoked_stops_within_a_second_and_no_other_begins() {
        CLAUDE.when(Asked.as("You are Writer")).answer(slowly(3_000));
        String ofAlice = RunScene.sequence(
                ",\"user_id\":\"alice\",\"profile_id\":\"" + acme.profile("alices") + "\"", new String[] {"Writer"});
        try (Reader reader = acme.open("sequential", ofAlice)) {
            String run = reader.next("start").at("execution_id");
            reader.next("chunk");
            done(acme.tenant.backend().post("/api/v1/users/alice/revoke"));
            Instant revoked = Instant.now();

            ClaudeCall call = CLAUDE.calls().last();
            until("the provider sees it", () -> call.ending() == Ending.CLIENT_LEFT);
            assertThat(Objects.requireNonNull(call.endedAt())).isBefore(revoked.plusSeconds(1));
            until("the end is stored", () -> !acme.get(run).at("/status").equals("running"));
            assertThat(acme.get(run).at("/error")).isEqualTo("user_revoked");
        }
        refused(acme.run("sequential", ofAlice), 403, "user_revoked");
    }

    private Caller.Answer asOperator(String run) {
        return done(SERVER.operator().get(acme.tenant.path("/runs/" + run)));
    }
}
