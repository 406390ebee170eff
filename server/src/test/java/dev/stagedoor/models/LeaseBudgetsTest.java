// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.models;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.kernel.RunningClock;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.sandbox.claude.Asked;
import dev.stagedoor.sandbox.claude.ClaudeSettings;
import dev.stagedoor.sandbox.claude.SandboxClaude;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Calls by leases take from the budgets of their profile and tenant, on all nodes together (R4)")
class LeaseBudgetsTest {
    private static final RunningClock CLOCK = new RunningClock();

    @RegisterExtension
    static final TestServer SERVER = TestServer.by(CLOCK);

    private static final String MODEL = "claude-haiku-4-5";
    private static final String MESSAGES = "/api/v1/anthropic/v1/messages";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static SandboxClaude provider;
    private static URI otherNode;
    private static int number;

    private TestTenant acme;
    private String token;
    private String profile;
    private Secret lease;

    @BeforeAll
    static void aProviderAndAnotherNode() {
        provider = SandboxClaude.start(0, ClaudeSettings.realTime());
        otherNode = SERVER.startAnotherNode();
    }

    @AfterAll
    static void close() {
        provider.close();
    }

    @BeforeEach
    void aTenantWithALease() {
        acme = new TestTenant(SERVER, "charged-" + ++number);
        token = "the-real-secret-of-profile-" + number;
        provider.accept(token);
        profile = TeamProfile.selected(acme, provider, token);
        lease = leaseFor(MODEL);
    }

    @AfterEach
    void leave() {
        provider.forgetRules();
        acme.close();
    }

    private Secret leaseFor(String model) {
        done(acme.backend()
                .put("/api/v1/agents/demo", "{\"name\":\"Demo\",\"agent_name\":\"demo\",\"model\":\"" + model + "\"}"));
        return Secret.of(done(acme.backend().post("/api/v1/agents/demo/model-lease", "{}"))
                .at("/lease"));
    }

    private static String hello(String model, String more) {
        return "{\"model\":\"" + model
                + "\",\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":\"Say hello.\"}]" + more + "}";
    }

    private Answer call(URI node) {
        return new Caller(node, lease).post(MESSAGES, hello(MODEL, ""));
    }

    private void ofProfile(String budget) {
        done(acme.backend().put("/api/v1/profiles/" + profile + "/budget", budget));
    }

    private void ofTenant(String budget) {
        done(SERVER.operator().put(acme.path("/model-budget"), budget));
    }

    private Answer shown() {
        return done(acme.backend().get("/api/v1/model-budget"));
    }

    private long shown(String pointer) {
        return shown().json().at(pointer).asLong();
    }

    private void answersSlowly() {
        provider.when(Asked.with(token))
                .answer(dev.stagedoor.sandbox.claude.Answer.text("word ".repeat(2_000))
                        .slow(Duration.ofMillis(20)));
    }

    /** A streamed answer, of which some has arrived. */
    private InputStream stream(HttpClient client) throws IOException, InterruptedException {
        InputStream answer = client.send(
                        HttpRequest.newBuilder(SERVER.url().resolve(MESSAGES))
                                .header("x-api-key", lease.revealText())
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(hello(MODEL, ",\"stream\":true")))
                                .build(),
                        BodyHandlers.ofInputStream())
                .body();
        assertThat(answer.readNBytes(600)).hasSize(600);
        return answer;
    }

    private static void refused(Answer answer, String code, String message) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(429);
        assertThat(answer.at("/type")).isEqualTo("error");
        assertThat(answer.at("/error/type")).isEqualTo("rate_limit_error");
        assertThat(answer.at("/error/code")).isEqualTo(code);
        assertThat(answer.at("/error/message")).isEqualTo(message);
    }

    @Test
    void exactly_as_many_calls_reach_the_provider_as_the_budget_permits_on_two_nodes() throws Exception {
        ofTenant("{\"calls\":25}");
        List<Future<Answer>> asked = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 60; i++) {
                URI node = i % 2 == 0 ? SERVER.url() : otherNode;
                asked.add(threads.submit(() -> call(node)));
            }
        }

        int answered = 0;
        for (Future<Answer> one : asked) {
            if (one.get().status() == 200) {
                answered++;
            } else {
                refused(one.get(), "budget_exhausted", "The tenant's budget is exhausted: calls.");
            }
        }
        assertThat(answered).isEqualTo(25);
        assertThat(provider.calls().with(token)).hasSize(25);
        assertThat(shown("/used/calls")).isEqualTo(25);
        assertThat(shown("/held/calls")).isZero();
    }

    @Test
    void a_call_that_no_budget_permits_is_never_sent() {
        ofProfile("{\"window\":\"hour\",\"calls\":0}");
        refused(call(SERVER.url()), "budget_exhausted", "The profile's budget is exhausted: calls.");
        ofProfile("{\"tokens\":500}");
        refused(call(otherNode), "budget_exhausted", "The profile's budget is exhausted: tokens.");
        ofProfile("{}");
        ofTenant("{\"cost\":0.0001}");
        refused(call(SERVER.url()), "budget_exhausted", "The tenant's budget is exhausted: cost.");

        assertThat(provider.calls().with(token)).isEmpty();
        assertThat(shown("/used/calls")).isZero();
    }

    @Test
    void runs_and_leases_take_from_one_budget_and_what_was_held_is_free_again() {
        ofTenant("{\"tokens\":100000,\"cost\":5}");

        Answer answer = done(call(SERVER.url()));

        long input = answer.json().at("/usage/input_tokens").asLong();
        long output = answer.json().at("/usage/output_tokens").asLong();
        assertThat(shown("/used/tokens")).isEqualTo(input + output);
        assertThat(shown().json().at("/used/cost").asDouble()).isEqualTo((input + 5 * output) / 1_000_000.0);
        assertThat(shown("/used/calls")).isEqualTo(1);
        assertThat(shown("/held/tokens")).isZero();
        done(acme.backend()
                .post(
                        "/api/orchestration/sequential",
                        "{\"task\":\"Hi\",\"agents\":[{\"name\":\"A\",\"system_prompt\":\"You are A\",\"role\":\"worker\","
                                + "\"model\":\"" + MODEL + "\"}],\"agent_sequence\":[\"A\"]}"));
        assertThat(shown("/used/calls")).isEqualTo(2);
    }

    @Test
    void a_call_that_others_leave_no_room_for_may_come_again_in_a_second() throws Exception {
        ofProfile("{\"concurrency\":1}");
        answersSlowly();
        try (InputStream _ = stream(HTTP)) {
            Answer second = call(otherNode);

            refused(second, "concurrency_exhausted", "Calls in progress hold the rest of the budget.");
            assertThat(second.headers().firstValue("retry-after")).hasValue("1");
            assertThat(provider.calls().with(token)).hasSize(1);
        }
        provider.forgetRules();
        until("there is room again", () -> call(otherNode).status() == 200);
    }

    @Test
    void one_stopped_midway_pays_for_what_was_said_and_gives_back_the_rest() throws Exception {
        ofTenant("{\"tokens\":100000}");
        answersSlowly();
        long held;
        try (InputStream answer = stream(HTTP)) {
            held = shown("/held/tokens");
            assertThat(held).isGreaterThan(1_000);
            assertThat(answer.read()).isPositive();
        }

        until("what it held is free", () -> shown("/held/tokens") == 0);
        assertThat(shown("/used/tokens")).isBetween(1L, held - 1);
    }

    @Test
    void one_stopped_before_anything_was_said_counts_in_full() {
        ofTenant("{\"tokens\":100000}");
        provider.when(Asked.with(token))
                .answer(dev.stagedoor.sandbox.claude.Answer.text("Late.").after(Duration.ofSeconds(20)));
        HttpClient leaving = HttpClient.newHttpClient();
        var _ = leaving.sendAsync(
                HttpRequest.newBuilder(SERVER.url().resolve(MESSAGES))
                        .header("x-api-key", lease.revealText())
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(hello(MODEL, "")))
                        .build(),
                BodyHandlers.ofString());
        until("it was sent", () -> provider.calls().with(token).size() == 1);
        long held = shown("/held/tokens");
        assertThat(held).isGreaterThan(1_000);

        leaving.shutdownNow();

        until("it is settled", () -> shown("/held/tokens") == 0);
        assertThat(shown("/used/tokens")).isEqualTo(held);
    }

    @Test
    void one_that_the_provider_refuses_has_used_nothing() {
        ofTenant("{\"tokens\":100000}");
        provider.when(Asked.with(token)).times(1).fails(500);

        assertThat(call(SERVER.url()).status()).isEqualTo(500);

        assertThat(shown("/used/tokens")).isZero();
        assertThat(shown("/held/tokens")).isZero();
        assertThat(shown("/used/calls")).isEqualTo(1);
    }

    @Test
    void what_a_dead_node_held_counts_in_full() throws Exception {
        ofTenant("{\"tokens\":100000}");
        answersSlowly();
        try (InputStream answer = stream(HTTP)) {
            long held = shown("/held/tokens");
            // As if the node that holds it were gone: nobody renews or settles a hold of that name.
            SERVER.sql("UPDATE model_call_holds SET hold_id = 'hold_dead', due_at = '2000-01-01' WHERE tenant_id = '"
                    + acme.id() + "'");

            until("another node has found it", () -> shown("/held/tokens") == 0);

            assertThat(shown("/used/tokens")).isEqualTo(held);
            assertThat(answer.read()).isPositive();
        }
        assertThat(SERVER.column("SELECT hold_id FROM model_call_holds WHERE tenant_id = '" + acme.id() + "'"))
                .isEmpty();
    }

    @Test
    void a_node_that_lives_renews_what_its_calls_hold() throws Exception {
        ofTenant("{\"tokens\":100000}");
        answersSlowly();
        String dueAt = "SELECT due_at FROM model_call_holds WHERE tenant_id = '" + acme.id() + "'";
        try (InputStream answer = stream(HTTP)) {
            long held = shown("/held/tokens");
            for (int i = 0; i < 3; i++) {
                String before = SERVER.column(dueAt).getFirst();
                CLOCK.turn(Duration.ofSeconds(15));
                until("it is renewed", () -> !SERVER.column(dueAt).equals(List.of(before)));
            }

            assertThat(shown("/held/tokens")).isEqualTo(held);
            assertThat(answer.read()).isPositive();
        }
    }

    @Test
    void a_model_without_a_price_is_not_called_on_a_budget_of_money() {
        ofTenant("{\"cost\":5}");
        lease = leaseFor("claude-mythos-5");

        Answer answer = new Caller(SERVER.url(), lease).post(MESSAGES, hello("claude-mythos-5", ""));

        refused(
                answer,
                "budget_exhausted",
                "The tenant's budget is exhausted: cost, since claude-mythos-5 has no price.");
        assertThat(provider.calls().with(token)).isEmpty();
    }

    @Test
    void counting_tokens_costs_nothing() {
        ofTenant("{\"calls\":0}");

        Answer counted = new Caller(SERVER.url(), lease)
                .post(
                        MESSAGES + "/count_tokens",
                        "{\"model\":\"" + MODEL + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}");

        assertThat(done(counted).json().at("/input_tokens").asLong()).isPositive();
    }
}
