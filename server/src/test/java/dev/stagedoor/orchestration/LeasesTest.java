// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration;

import static dev.stagedoor.app.TestTenant.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.sandbox.claude.Answer;
import dev.stagedoor.sandbox.claude.Asked;
import dev.stagedoor.sandbox.claude.ClaudeCall;
import dev.stagedoor.sandbox.claude.ClaudeSettings;
import dev.stagedoor.sandbox.claude.SandboxClaude;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A run takes one lease when it starts, and every call of it carries that lease's secret (R1)")
@Tag("slow")
class LeasesTest {
    private static final SandboxClaude CLAUDE = SandboxClaude.start(0, ClaudeSettings.realTime());

    @RegisterExtension
    static final TestServer SERVER = RunScene.server(CLAUDE);

    private static final int RUNS = 200;
    private static int number;

    @AfterEach
    void forget() {
        CLAUDE.forgetRules();
    }

    @AfterAll
    static void stop() {
        CLAUDE.close();
    }

    private static RunScene tenant() {
        return new RunScene(SERVER, CLAUDE, "leases-" + ++number);
    }

    /** Three agents one after the other; the task names the run, and so do the second and third call. */
    private static String task(String marker) {
        return RunScene.sequence("A", "B", "C").replace("Say hello", marker);
    }

    @Test
    void two_hundred_runs_at_once_keep_their_keys_while_the_selection_is_switched() throws Exception {
        List<RunScene> tenants = List.of(tenant(), tenant(), tenant());
        Map<RunScene, List<String>> profiles = new HashMap<>();
        Map<String, String> keys = new HashMap<>();
        for (int i = 0; i < 10; i++) {
            RunScene its = tenants.get(i % 3);
            String id = its.profile("p" + i);
            keys.put(id, its.apiKey("p" + i));
            profiles.computeIfAbsent(its, any -> new ArrayList<>()).add(id);
        }
        profiles.forEach((its, ids) -> its.select(ids.getFirst()));
        List<Caller.Answer> runs = new ArrayList<>();
        IntStream.range(0, 3).forEach(i -> runs.add(done(tenants.get(i).run("sequential", task("run<" + i + ">")))));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Caller.Answer>> asked = new ArrayList<>();
            for (int i = 3; i < RUNS; i++) {
                RunScene its = tenants.get(i % 3);
                List<String> ids = profiles.getOrDefault(its, List.of());
                // Never the first again: however slow the machine, runs use at least two of each tenant's.
                String next = i % 4 == 0 ? ids.get(1 + i / 4 % (ids.size() - 1)) : "";
                String body = task("run<" + i + ">");
                asked.add(threads.submit(() -> switchedAndRun(its, next, body)));
            }
            for (Future<Caller.Answer> run : asked) {
                runs.add(done(run.get()));
            }
        }

        Map<String, Set<String>> used = keysByMarker(CLAUDE.calls().all());
        for (int i = 0; i < RUNS; i++) {
            Caller.Answer run = runs.get(i);
            assertThat(run.at("/status")).as("%s", run).isEqualTo("completed");
            assertThat(used.get("run<" + i + ">")).containsExactly(keys.get(run.at("/profile_id")));
        }
        assertThat(CLAUDE.calls().all()).hasSize(3 * RUNS);
        assertThat(runs.stream().map(run -> run.at("/profile_id")).distinct().count())
                .as("profiles that were used")
                .isGreaterThanOrEqualTo(6);
        tenants.forEach(RunScene::close);
    }

    /** Selects that profile, if any, and starts a run; a server that is busy is asked again. */
    private static Caller.Answer switchedAndRun(RunScene its, String profile, String body) {
        if (!profile.isEmpty()) {
            its.tenant.backend().post("/api/v1/profiles/" + profile + "/select", "{}");
        }
        Caller.Answer run = its.run("sequential", body);
        while (run.status() == 503) {
            run = its.run("sequential", body);
        }
        return run;
    }

    /** The sandbox quotes what it is asked, so that each call of a run holds the run's marker. */
    private static Map<String, Set<String>> keysByMarker(List<ClaudeCall> calls) {
        return calls.stream()
                .collect(Collectors.groupingBy(
                        call -> call.userText().replaceFirst("(?s).*?(run<\\d+>).*", "$1"),
                        Collectors.mapping(ClaudeCall::key, Collectors.toSet())));
    }

    @Test
    void a_secret_that_was_replaced_in_the_middle_is_looked_up_once_more() {
        try (RunScene acme = tenant()) {
            String id = acme.profile("team");
            acme.select(id);
            String renewed = acme.apiKey("renewed");
            CLAUDE.accept(renewed);
            CLAUDE.when(Asked.as("You are B").and(Asked.with(acme.apiKey("team"))))
                    .answer(Answer.fails(401).after(Duration.ofSeconds(1)));
            RunScene.Reader reader = acme.open("sequential", task("Hi"));
            while (!reader.next("status").data().toString().contains("\"B\",\"timestamp\"")) {
                // The statuses before B's.
            }
            done(acme.tenant.backend().patch("/api/v1/profiles/" + id, "{\"api_key\":\"" + renewed + "\"}"));

            RunScene.Event last = reader.rest().getLast();

            assertThat(last.name()).as("%s", last).isEqualTo("complete");
            assertThat(CLAUDE.calls().with(renewed))
                    .as("the call again, and the one after it")
                    .hasSize(2);
            String run = done(acme.tenant.backend().get(RunScene.RUNS)).at("/items/0/execution_id");
            assertThat(acme.get(run).at("/profile_version")).isEqualTo("2");
            assertThat(acme.tenant
                            .audited("run.end")
                            .getFirst()
                            .path("profile_version")
                            .asLong())
                    .isEqualTo(2);
        }
    }

    @Test
    void a_rejected_secret_that_is_still_the_current_one_ends_the_run_and_names_the_profile() {
        try (RunScene acme = tenant().ready()) {
            CLAUDE.revoke(acme.apiKey("team"));

            Caller.Answer run = done(acme.run("sequential", task("Hi")));

            assertThat(run.at("/status")).isEqualTo("failed");
            assertThat(run.at("/error")).isEqualTo("credential_rejected");
            assertThat(run.at("/detail")).contains("profile team");
            assertThat(CLAUDE.calls().with(acme.apiKey("team"))).hasSize(1);
        }
    }
}
