// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.dial;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.Caller;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.kernel.Scope;
import dev.stagedoor.sandbox.WorkerBehaviour;
import dev.stagedoor.sandbox.sip.Caller.Refer;
import dev.stagedoor.sandbox.sip.FarEnd;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A call out costs what its tenant's carrier charges, and all together never more than its caps (R5)")
@Tag("slow")
class CallCostTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static final String TO = "+442079460123";
    private static final String OTHER = "+442079460199";
    private static final Duration SOON = Duration.ofMillis(300);
    private static URI otherNode;
    private static int last;

    private DiallingTenant acme;

    @BeforeAll
    static void anotherNode() {
        otherNode = SERVER.startAnotherNode();
    }

    @BeforeEach
    void aTenantWhoseCallsToBritainCostTenCentsAMinute() {
        acme = new DiallingTenant(SERVER, "payer-" + ++last, "+4420794604%02d".formatted(last));
        done(SERVER.operator()
                .put(
                        acme.tenant().path("/call-prices"),
                        "{\"items\":[{\"prefix\":\"+44\",\"per_minute\":0.1,\"connection_fee\":0.01}]}"));
        acme.sip().otherFarEnds(FarEnd.answers(SOON));
    }

    @AfterEach
    void close() {
        acme.close();
    }

    private void caps(String caps) {
        acme.allow("{\"countries\":[\"GB\"],\"max_duration\":600," + caps + "}");
    }

    private JsonNode spend() {
        return done(acme.backend().get("/api/v1/call-spend")).json().at("/today");
    }

    private JsonNode cost(String call) {
        return acme.shown(call).at("/phone/cost");
    }

    private JsonNode settled(String call) {
        until(call + " is settled", () -> cost(call).at("/settled").asBoolean());
        return cost(call);
    }

    @Test
    void a_call_holds_its_most_and_costs_what_it_lasted_from_its_answer_on() {
        acme.allow("{\"countries\":[\"GB\"],\"max_duration\":600}");
        String call = acme.call(TO, FarEnd.answers(SOON).hangingUpAfter(Duration.ofSeconds(2)));
        acme.await(call, "answered");
        assertThat(cost(call).at("/held").asDouble()).isEqualTo(1.01);
        assertThat(cost(call).at("/amount").asDouble()).isZero();
        assertThat(spend().at("/held").asDouble()).isEqualTo(1.01);

        JsonNode cost = settled(call);

        assertThat(cost.at("/amount").asDouble()).isEqualTo(0.11);
        assertThat(cost.at("/currency").asText()).isEqualTo("USD");
        assertThat(cost.at("/billed_seconds").asLong()).isEqualTo(60);
        assertThat(cost.at("/held").asDouble()).isZero();
        assertThat(cost.at("/legs/0/kind").asText()).isEqualTo("outbound");
        assertThat(cost.at("/legs/0/seconds").asLong()).isBetween(1L, 20L);
        assertThat(cost.at("/legs/0/price/prefix").asText()).isEqualTo("+44");
        assertThat(cost.at("/legs/0/price/per_minute").asDouble()).isEqualTo(0.1);
        assertThat(spend().at("/spent").asDouble()).isEqualTo(0.11);
        assertThat(done(acme.backend().get("/api/v1/calls")).json().at("/items/0/phone/cost"))
                .isEqualTo(cost);
        assertThat(done(acme.backend().get("/api/v1/dials")).json().at("/items/0/phone/cost"))
                .isEqualTo(cost);
    }

    @Test
    void it_is_told_in_the_calls_story_and_counted_in_the_usage() {
        String call = acme.call(TO, FarEnd.answers(SOON).hangingUpAfter(SOON));
        settled(call);

        JsonNode steps = done(acme.backend().get("/api/v1/calls/" + call + "/timeline"))
                .json()
                .at("/steps");
        assertThat(steps.valueStream().filter(step -> step.at("/what").asText().equals("call.settle")))
                .singleElement()
                .satisfies(step -> assertThat(step.at("/detail").toString())
                        .contains("\"cost\":\"0.11\"", "\"currency\":\"USD\"", "\"billed_seconds\":\"60\""));
        JsonNode usage = done(acme.backend().get("/api/v1/usage?by=agent")).json();
        assertThat(usage.at("/items/0/cost").asDouble()).isEqualTo(0.11);
        assertThat(done(acme.backend().get("/api/v1/usage"))
                        .json()
                        .at("/total/cost")
                        .asDouble())
                .isEqualTo(0.11);
    }

    @Test
    void whoever_does_not_answer_costs_nothing_and_gives_back_what_was_held() {
        String busy = acme.call(TO, FarEnd.busy());
        String noAnswer = acme.call(OTHER, FarEnd.neverAnswers());

        assertThat(settled(busy).at("/amount").asDouble()).isZero();
        assertThat(settled(noAnswer).at("/amount").asDouble()).isZero();
        assertThat(spend().at("/spent").asDouble()).isZero();
        assertThat(spend().at("/held").asDouble()).isZero();
    }

    @Test
    void a_call_whose_agent_never_comes_gives_back_what_was_held() {
        acme.tenant().livekit().state().registerWorker("lazy-worker", WorkerBehaviour.refuses());
        acme.tenant().withAgent("lazy", "{\"join_timeout_seconds\":1}");

        refused(
                acme.backend().post("/api/v1/calls", "{\"agent_slug\":\"lazy\",\"to\":\"" + TO + "\"}"),
                503,
                "agent_not_available");

        until("it is given back", () -> spend().at("/held").asDouble() == 0);
        assertThat(acme.dialled()).isEmpty();
    }

    @Test
    void a_call_is_shortened_to_what_the_cap_leaves_and_livekit_hangs_up_then() {
        caps("\"spend_per_day\":0.35");

        Answer answer = done(acme.ask(TO, ""));

        assertThat(answer.json().at("/max_duration").asLong()).isEqualTo(180);
        assertThat(answer.json().at("/phone/cost/held").asDouble()).isEqualTo(0.31);
        assertThat(SERVER.column(
                        "SELECT longest_seconds FROM phone_dials WHERE call_id = '" + answer.at("/call_id") + "'"))
                .containsExactly("180");
    }

    @Test
    void beyond_a_cap_nobody_is_called_and_the_refusal_says_which_and_when_it_opens() {
        caps("\"spend_per_day\":0.15");
        settled(acme.call(TO, FarEnd.answers(SOON).hangingUpAfter(SOON)));

        Answer answer = refused(acme.ask(OTHER, ""), 429, "budget_exhausted");

        assertThat(answer.fields()).containsExactly("spend_per_day");
        assertThat(answer.at("/detail")).contains("0.15 USD", "0.11 USD are spent", "opens again at", "T00:00:00Z");
        assertThat(acme.dialled()).hasSize(1);
        assertThat(done(acme.backend().get("/api/v1/calls")).json().at("/items"))
                .as("nothing is left of the refused call")
                .hasSize(1);
    }

    @Test
    void under_a_cap_a_number_without_a_price_is_not_called() {
        acme.allow("{\"countries\":[\"GB\",\"IE\"]}");
        done(acme.ask("+35312345678", ",\"wait\":\"none\""));
        acme.allow("{\"countries\":[\"GB\",\"IE\"],\"spend_per_month\":1000}");

        Answer answer = refused(acme.ask("+35312345679", ""), 422, "not_permitted_by_policy");

        assertThat(answer.fields()).containsExactly("to");
        assertThat(answer.at("/detail")).contains("without a price", "/api/v1/call-prices", "+3531…");
    }

    /** Each holds 1.01 of 3.10; the 0.07 that three leave are less than a minute costs. */
    @Test
    void ten_calls_at_once_on_two_nodes_are_as_many_as_there_is_room_for() throws Exception {
        caps("\"spend_per_day\":3.1,\"concurrent_calls\":50");
        CountDownLatch go = new CountDownLatch(1);
        List<Answer> answers = new ArrayList<>();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> asked = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                Caller node = i % 2 == 0
                        ? acme.backend()
                        : new Caller(otherNode, acme.backend().key());
                String body = DiallingTenant.body("+4420794601%02d".formatted(i), ",\"wait\":\"none\"");
                asked.add(pool.submit(() -> {
                    go.await();
                    return node.post("/api/v1/calls", body);
                }));
            }
            go.countDown();
            for (Future<Answer> one : asked) {
                answers.add(one.get());
            }
        }

        assertThat(answers.stream().filter(one -> one.status() == 201)).hasSize(3);
        assertThat(answers.stream().filter(one -> one.status() != 201))
                .hasSize(7)
                .allSatisfy(one -> assertThat(
                                refused(one, 429, "concurrency_exhausted").fields())
                        .containsExactly("spend_per_day"));
        assertThat(SERVER.column("SELECT spent_micros + held_micros FROM phone_spend WHERE tenant_id = '"
                        + acme.tenant().id() + "'"))
                .singleElement()
                .satisfies(sum -> assertThat(Long.parseLong(sum)).isLessThanOrEqualTo(3_100_000));
    }

    @Test
    void a_repeated_request_holds_nothing_again() {
        caps("\"spend_per_day\":50");
        String body = DiallingTenant.body(TO, ",\"wait\":\"none\"");

        done(acme.backend().once("one").post("/api/v1/calls", body));
        done(acme.backend().once("one").post("/api/v1/calls", body));

        assertThat(spend().at("/held").asDouble()).isEqualTo(1.01);
    }

    @Test
    void whoever_is_handed_over_counts_as_a_call_of_the_longest_duration_as_nobody_sees_it_end() {
        caps("\"spend_per_day\":50");
        String call = acme.call(TO, FarEnd.answers(SOON).transferring(Refer.COMPLETES));
        acme.await(call, "answered");

        done(acme.backend().post("/api/v1/calls/" + call + "/transfer", "{\"to\":\"" + OTHER + "\"}"));

        JsonNode cost = settled(call);
        assertThat(cost.at("/legs").findValuesAsText("kind")).containsExactly("outbound", "transfer");
        assertThat(cost.at("/legs/1/amount").asDouble()).isEqualTo(1.01);
        assertThat(cost.at("/amount").asDouble()).isEqualTo(1.12);
    }

    @Test
    void a_transfer_that_the_carrier_declines_costs_nothing() {
        String call = acme.call(TO, FarEnd.answers(SOON).transferring(Refer.DECLINES));
        acme.await(call, "answered");

        done(acme.backend().post("/api/v1/calls/" + call + "/transfer", "{\"to\":\"" + OTHER + "\"}"));

        until("it is settled", () -> cost(call).at("/legs/1").has("amount"));
        assertThat(cost(call).at("/legs/1/amount").asDouble()).isZero();
    }

    @Test
    void a_transfer_is_held_to_the_caps() {
        caps("\"spend_per_day\":1.5");
        String call = acme.call(TO, FarEnd.answers(SOON));
        acme.await(call, "answered");

        Answer answer = refused(
                acme.backend().post("/api/v1/calls/" + call + "/transfer", "{\"to\":\"" + OTHER + "\"}"),
                429,
                "concurrency_exhausted");

        assertThat(answer.fields()).containsExactly("spend_per_day");
        assertThat(acme.dialled().getFirst().transfers()).isEmpty();
    }

    /** What a killed node leaves: the call is over, and nobody has said so to whoever settles. */
    @Test
    void a_cost_that_nobody_was_told_to_settle_is_settled_once() {
        String call = acme.call(TO, FarEnd.answers(SOON).hangingUpAfter(SOON));
        settled(call);
        SERVER.sql("UPDATE phone_spend SET spent_micros = 0, held_micros = 1010000 WHERE tenant_id = '%s'"
                .formatted(acme.tenant().id()));
        SERVER.sql("UPDATE phone_costs SET settled_at = NULL, cost_micros = NULL, held_micros = 1010000, due_at = now()"
                + " WHERE call_id = '" + call + "'");

        settled(call);

        assertThat(spend().at("/spent").asDouble()).isEqualTo(0.11);
        assertThat(spend().at("/held").asDouble()).isZero();
        assertThat(acme.tenant().audited("call.settle")).hasSize(2);
    }

    @Test
    void a_key_that_may_not_see_numbers_sees_no_more_of_them_in_prices() {
        done(SERVER.operator()
                .put(
                        acme.tenant().path("/call-prices"),
                        "{\"items\":[{\"prefix\":\"%s\",\"per_minute\":0.1}]}".formatted(TO)));
        String call = acme.call(TO, FarEnd.answers(SOON));
        String key = acme.tenant().key(List.of(Scope.CALLS_READ));

        assertThat(cost(call).at("/legs/0/price/prefix").asText()).isEqualTo(TO);
        for (String path : List.of("/api/v1/calls", "/api/v1/calls/" + call, "/api/v1/dials")) {
            String shown = done(SERVER.with(key).get(path)).json().toString();
            assertThat(shown).contains("\"+4420\"").doesNotContain("79460123");
        }
    }
}
