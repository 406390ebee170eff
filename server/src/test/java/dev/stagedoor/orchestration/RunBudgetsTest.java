// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.orchestration.RunScene.Reader;
import dev.stagedoor.sandbox.claude.Answer;
import dev.stagedoor.sandbox.claude.Asked;
import dev.stagedoor.sandbox.claude.ClaudeSettings;
import dev.stagedoor.sandbox.claude.SandboxClaude;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("No run uses more than its budget, its profile's and its tenant's, on all nodes together (R4)")
@Tag("slow")
class RunBudgetsTest {
    private static final SandboxClaude CLAUDE = SandboxClaude.start(0, ClaudeSettings.realTime());

    @RegisterExtension
    static final TestServer SERVER = RunScene.server(CLAUDE);

    private static int number;

    private RunScene acme;
    private String profile = "";

    @BeforeEach
    void aTenant() {
        acme = new RunScene(SERVER, CLAUDE, "budgets-" + ++number);
        profile = acme.profile("team");
        acme.select(profile);
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

    private static String limited(String budget) {
        return RunScene.sequence(",\"budget\":" + budget, new String[] {"A", "B", "C"});
    }

    private void ofProfile(String budget) {
        done(acme.tenant.backend().put("/api/v1/profiles/" + profile + "/budget", budget));
    }

    private void ofTenant(String budget) {
        done(SERVER.operator().put(acme.tenant.path("/model-budget"), budget));
    }

    private Caller.Answer shown() {
        return done(acme.tenant.backend().get("/api/v1/model-budget"));
    }

    static Stream<Arguments> budgets() {
        return Stream.of(
                Arguments.of("{\"calls\":2}", "calls", 2),
                Arguments.of("{\"tokens\":4115}", "tokens", 1),
                Arguments.of("{\"tokens\":1000}", "tokens", 0),
                Arguments.of("{\"cost\":0.0001}", "cost", 0),
                Arguments.of("{\"seconds\":1}", "time", 1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("budgets")
    void a_run_stops_before_the_call_that_is_too_much_and_says_which_budget_it_was(
            String budget, String what, int steps) {
        CLAUDE.when(Asked.as("You are A")).answer(Answer.text("One.").after(Duration.ofMillis(1_100)));

        Caller.Answer run = done(acme.run("sequential", limited(budget)));

        assertThat(run.at("/status")).as("%s", run).isEqualTo("failed");
        assertThat(run.at("/error")).isEqualTo("budget_exhausted");
        assertThat(run.at("/detail")).isEqualTo("The run's budget is exhausted: " + what + ".");
        assertThat(run.json().at("/result/steps")).hasSize(steps);
        assertThat(CLAUDE.calls().with(acme.apiKey("team"))).hasSize(steps);
    }

    @Test
    void a_profiles_and_a_tenants_budget_stop_a_run_as_its_own_does() {
        ofProfile("{\"window\":\"hour\",\"calls\":2}");
        Caller.Answer first = done(acme.run("sequential", RunScene.sequence("A", "B", "C")));
        ofProfile("{}");
        ofTenant("{\"calls\":1}");
        Caller.Answer second = done(acme.run("sequential", RunScene.sequence("A", "B", "C")));

        assertThat(first.at("/detail")).isEqualTo("The profile's budget is exhausted: calls.");
        assertThat(second.at("/detail")).isEqualTo("The tenant's budget is exhausted: calls.");
    }

    @Test
    void what_calls_have_used_counts_and_what_they_held_is_free_again() {
        ofTenant("{\"tokens\":100000,\"cost\":5,\"calls\":10,\"concurrency\":3}");

        Caller.Answer run = done(acme.run("parallel", RunScene.parallel("", "A", "B")));

        Caller.Answer after = shown();
        assertThat(after.json().at("/used/tokens").asLong())
                .isEqualTo(run.json().at("/usage/input_tokens").asLong()
                        + run.json().at("/usage/output_tokens").asLong());
        assertThat(after.json().at("/used/cost").asDouble())
                .isEqualTo(run.json().at("/usage/cost").asDouble());
        assertThat(after.at("/used/calls")).isEqualTo("2");
        assertThat(after.json().at("/held/tokens").asLong()).isZero();
        assertThat(after.json().at("/held/calls").asLong()).isZero();
        assertThat(after.at("/limits/concurrency")).isEqualTo("3");
    }

    @Test
    void two_nodes_together_never_make_more_calls_than_the_tenant_may() throws Exception {
        URI second = SERVER.startAnotherNode();
        ofTenant("{\"calls\":25}");
        List<Future<Caller.Answer>> asked = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                Caller at = i % 2 == 0 ? acme.tenant.backend() : acme.at(second);
                asked.add(threads.submit(
                        () -> at.post("/api/orchestration/parallel", RunScene.parallel("", "A", "B", "C"))));
            }
        }

        long steps = 0;
        for (Future<Caller.Answer> run : asked) {
            steps += done(run.get()).json().path("steps").size();
        }
        assertThat(steps).isEqualTo(25);
        assertThat(CLAUDE.calls().with(acme.apiKey("team"))).hasSize(25);
        assertThat(shown().at("/used/calls")).isEqualTo("25");
        assertThat(shown().json().at("/held/calls").asLong()).isZero();
    }

    @Test
    void calls_at_once_wait_for_each_other_on_two_nodes() throws Exception {
        URI second = SERVER.startAnotherNode();
        ofProfile("{\"concurrency\":2}");
        CLAUDE.when(Asked.with(acme.apiKey("team"))).answer(Answer.text("Yes.").after(Duration.ofMillis(300)));
        List<Future<Caller.Answer>> asked = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Caller at : List.of(acme.tenant.backend(), acme.at(second))) {
                asked.add(threads.submit(
                        () -> at.post("/api/orchestration/parallel", RunScene.parallel("", "A", "B", "C"))));
            }
        }

        for (Future<Caller.Answer> run : asked) {
            assertThat(done(run.get()).at("/status")).isEqualTo("completed");
        }
        List<long[]> spans = CLAUDE.calls().with(acme.apiKey("team")).stream()
                .map(call -> new long[] {call.at().toEpochMilli(), endOf(call)})
                .toList();
        for (long[] one : spans) {
            assertThat(spans.stream().filter(other -> other[0] <= one[0] && one[0] < other[1]))
                    .hasSizeLessThanOrEqualTo(2);
        }
    }

    private static long endOf(dev.stagedoor.sandbox.claude.ClaudeCall call) {
        return java.util.Objects.requireNonNull(call.endedAt()).toEpochMilli();
    }

    @Test
    void a_run_that_is_cancelled_pays_for_what_it_heard_and_gives_back_the_rest() {
        ofTenant("{\"tokens\":100000}");
        CLAUDE.when(Asked.as("You are A"))
                .answer(Answer.text("word ".repeat(3_000)).slow(Duration.ofMillis(10)));
        try (Reader reader = acme.open("sequential", RunScene.sequence("A", "B"))) {
            String run = reader.next("start").at("execution_id");
            reader.next("chunk");
            assertThat(shown().json().at("/held/tokens").asLong()).isGreaterThan(4_000);

            done(acme.tenant.backend().post(RunScene.RUNS + "/" + run + "/cancel"));

            until(
                    "what it held is free",
                    () -> shown().json().at("/held/tokens").asLong() == 0);
            assertThat(shown().json().at("/used/tokens").asLong()).isBetween(1L, 4_000L);
        }
    }

    @Test
    void what_a_dead_node_held_counts_in_full() {
        ofTenant("{\"tokens\":100000}");
        CLAUDE.when(Asked.as("You are A"))
                .answer(Answer.text("word ".repeat(3_000)).slow(Duration.ofMillis(10)));
        try (Reader reader = acme.open("sequential", RunScene.sequence("A", "B"))) {
            String run = reader.next("start").at("execution_id");
            reader.next("chunk");
            long held = shown().json().at("/held/tokens").asLong();
            loses(run);

            until("another node has found it", () -> acme.get(run).at("/status").equals("interrupted"));

            assertThat(shown().json().at("/used/tokens").asLong()).isEqualTo(held);
            assertThat(shown().json().at("/held/tokens").asLong()).isZero();
        }
    }

    static Stream<Named<RunEnds>> ends() {
        return Stream.of(
                Named.of("completed", new RunEnds("completed", (its, run) -> {})),
                Named.of("failed", new RunEnds("failed", (its, run) -> CLAUDE.revoke(its.apiKey("team")))),
                Named.of(
                        "cancelled",
                        new RunEnds(
                                "cancelled",
                                (its, run) -> done(its.tenant.backend().post(RunScene.RUNS + "/" + run + "/cancel")))),
                Named.of("interrupted", new RunEnds("interrupted", (its, run) -> loses(run))));
    }

    /** A way in which a run ends, and its status then. */
    record RunEnds(String status, BiConsumer<RunScene, String> by) {}

    /** As if the node that holds the run had died, and another one had held it since. */
    private static void loses(String run) {
        SERVER.sql("UPDATE runs SET node = 'dead', fence = fence + 1, lease_until = now() - interval '1 second'"
                + " WHERE run_id = '" + run + "'");
    }

    @ParameterizedTest
    @MethodSource("ends")
    void what_a_call_holds_that_nobody_hears_of_any_more_is_given_back_when_its_run_ends(RunEnds ends) {
        ofTenant("{\"tokens\":100000,\"concurrency\":5}");
        CLAUDE.when(Asked.as("You are A"))
                .answer(Answer.text("word ".repeat(100)).slow(Duration.ofMillis(20)));
        String run;
        try (Reader reader = acme.open("sequential", limited("{\"tokens\":50000}"))) {
            run = reader.next("start").at("execution_id");
            reader.next("chunk");
        }
        long held = shown().json().at("/held/tokens").asLong();
        assertThat(held).isGreaterThan(4_000);
        // As if the call's end were never told: nobody settles a hold of that name.
        SERVER.sql("UPDATE model_holds SET step_key = 'unheard' WHERE run_id = '" + run + "'");

        ends.by().accept(acme, run);

        until("the run is over", () -> acme.get(run).at("/status").equals(ends.status()));
        until("nothing is held", () -> shown().json().at("/held/tokens").asLong() == 0);
        assertThat(shown().json().at("/held/calls").asLong()).isZero();
        assertThat(shown().json().at("/used/tokens").asLong())
                .as("what it held counts in full")
                .isGreaterThanOrEqualTo(held);
        assertThat(SERVER.column("SELECT step_key FROM model_holds WHERE run_id = '" + run + "'"))
                .isEmpty();
        assertThat(SERVER.column("SELECT held_tokens || ' and ' || held_calls FROM model_budgets WHERE account = 'run/"
                        + run + "'"))
                .containsExactly("0 and 0");
    }

    @Test
    void a_node_that_is_losing_a_run_reserves_nothing_more_for_it() {
        ofTenant("{\"tokens\":100000}");
        CLAUDE.when(Asked.as("You are A")).answer(Answer.text("Done.").after(Duration.ofSeconds(1)));
        String run;
        try (Reader reader = acme.open("sequential", limited("{\"tokens\":50000}"))) {
            run = reader.next("start").at("execution_id");
        }

        // Whoever takes the run frees what it holds; the other node settles its first call and wants the next one
        // meanwhile.
        SERVER.sql("DO $$ BEGIN UPDATE runs SET node = 'another', fence = fence + 1,"
                + " lease_until = now() + interval '1 hour' WHERE run_id = '" + run + "';"
                + " DELETE FROM model_holds WHERE run_id = '" + run + "';"
                + " WHILE (SELECT count(*) FROM pg_locks WHERE NOT granted) < 2"
                + " AND NOT EXISTS (SELECT 1 FROM model_holds WHERE run_id = '" + run + "')"
                + " LOOP PERFORM pg_sleep(0.02); END LOOP; END $$");

        until("the node is rid of the run", () -> RunScene.metric(SERVER, "stagedoor_runs_running") == 0);
        assertThat(SERVER.column("SELECT step_key FROM model_holds WHERE run_id = '" + run + "'"))
                .isEmpty();
    }

    @Test
    void a_model_without_a_price_does_not_run_on_a_budget_of_money() {
        Caller.Answer run = done(acme.run(
                "sequential",
                RunScene.sequence(",\"model\":\"claude-mythos-5\",\"budget\":{\"cost\":1}", new String[] {"A"})));

        assertThat(run.at("/detail"))
                .isEqualTo("The run's budget is exhausted: cost, since claude-mythos-5 has no price.");
    }

    @Test
    void only_an_operator_sets_the_tenants_budget_and_an_unknown_profile_has_none() {
        refused(acme.tenant.backend().put(acme.tenant.path("/model-budget"), "{}"), 403, "forbidden");
        refused(acme.tenant.backend().put("/api/v1/profiles/prof_x/budget", "{}"), 404, "not_found");
        refused(acme.run("sequential", limited("{\"calls\":0}")), 422, "invalid_request");
        assertThat(shown().json().has("limits")).isFalse();
    }
}
