// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.dial;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.json.Json;
import dev.stagedoor.sandbox.sip.FarEnd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("agents call whom their tenant may, from its own numbers, and no more often than it may")
@Tag("slow")
class DialPolicyTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static final String TO = "+442079460123";
    private static final String NONE = ",\"wait\":\"none\"";
    private static int last;

    private DiallingTenant acme;

    @BeforeEach
    void aTenant() {
        acme = new DiallingTenant(SERVER, "acme-" + ++last, "+4420794602%02d".formatted(last));
        acme.sip().otherFarEnds(FarEnd.answers(Duration.ofMillis(300)));
    }

    @AfterEach
    void close() {
        acme.close();
    }

    private List<Answer> atOnce(int requests, IntFunction<Answer> request) throws Exception {
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> sent = new ArrayList<>();
            for (int i = 0; i < requests; i++) {
                int number = i;
                sent.add(pool.submit(() -> request.apply(number)));
            }
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> one : sent) {
                answers.add(one.get());
            }
            return answers;
        }
    }

    private void nobodyIsCalled() {
        assertThat(acme.dialled()).isEmpty();
        assertThat(done(acme.backend().get("/api/v1/calls")).json().at("/items"))
                .isEmpty();
    }

    @Test
    void a_tenant_that_nobody_has_allowed_a_country_calls_nobody() {
        acme.allow("{}");

        Answer answer = refused(acme.ask(TO, ""), 422, "not_permitted_by_policy");

        assertThat(answer.fields()).containsExactly("to");
        assertThat(answer.at("/detail")).contains("GB");
        nobodyIsCalled();
    }

    @ParameterizedTest
    @CsvSource({
        "+12025550143,  country",
        "+449012345678, premium_rate",
        "+447012345678, personal_number",
        "+881612345678, no country",
        "911,           emergency",
        "999,           emergency",
        "+1911,         emergency",
        "112,           emergency"
    })
    void what_costs_more_or_is_for_emergencies_is_refused_with_the_reason(String to, String why) {
        Answer answer = refused(acme.ask(to, ""), 422, "not_permitted_by_policy");

        assertThat(answer.at("/detail")).contains(why);
        assertThat(answer.fields()).containsExactly("to");
        nobodyIsCalled();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:alice@example.com",
                "tel:+442079460123",
                "+442079460123\r\nX-Injected: 1",
                "+442079460123\n",
                "+442079460123;ext=1",
                "+442079460123@evil.example.com",
                "442079460123",
                "+44 20 7946 0123",
                "+４４２０７９４６０１２３",
                "+44207946",
                "client:alice"
            })
    void what_is_no_number_is_refused_and_reaches_nobody(String to) {
        String body = Json.text(Map.of("agent_slug", "demo", "to", to));

        assertThat(refused(acme.backend().post("/api/v1/calls", body), 422, "invalid_request")
                        .fields())
                .containsExactly("to");
        nobodyIsCalled();
    }

    @Test
    void nobody_calls_from_a_number_that_is_not_theirs() {
        try (DiallingTenant globex = new DiallingTenant(SERVER, "globex-" + last, "+4420794603%02d".formatted(last))) {
            String theirs = ",\"from\":\"" + globex.number() + "\"";
            Answer others = refused(acme.ask(TO, theirs), 422, "not_permitted_by_policy");
            Answer nobodys = refused(acme.ask(TO, ",\"from\":\"+442079460999\""), 422, "not_permitted_by_policy");

            assertThat(others.fields()).containsExactly("from");
            assertThat(others.at("/detail"))
                    .as("tells nothing of other tenants")
                    .isEqualTo(nobodys.at("/detail"));
            nobodyIsCalled();
        }
    }

    @Test
    void a_number_that_was_released_or_is_only_claimed_is_not_called_from() {
        done(acme.backend().delete("/api/v1/numbers/" + acme.number().replace("+", "%2B")));
        refused(acme.ask(TO, ""), 422, "not_permitted_by_policy");

        String claim = "{\"number\":\"%s\",\"agent_slug\":\"demo\"}".formatted(acme.number());
        done(acme.backend().post("/api/v1/numbers", claim));
        refused(acme.ask(TO, ""), 422, "not_permitted_by_policy");
        nobodyIsCalled();
    }

    @Test
    void a_suspended_tenant_calls_nobody() {
        done(SERVER.operator().post(acme.tenant().path("/suspend")));

        refused(acme.ask(TO, ""), 403, "tenant_suspended");
        assertThat(acme.dialled()).isEmpty();
    }

    @Test
    void without_a_trunk_nobody_is_called() {
        done(acme.backend().delete(DiallingTenant.TRUNK));

        assertThat(refused(acme.ask(TO, ""), 409, "conflict").at("/detail")).contains("outbound-trunk");
    }

    @Test
    void ten_equal_requests_at_once_are_one_call() throws Exception {
        List<Answer> answers = atOnce(10, i -> done(acme.ask(TO, "")));

        assertThat(answers.stream().map(one -> one.at("/call_id")).distinct()).hasSize(1);
        acme.await(answers.getFirst().at("/call_id"), "answered");
        assertThat(acme.dialled()).hasSize(1);
    }

    @Test
    void ten_requests_with_one_idempotency_key_are_one_call_and_another_key_is_another() throws Exception {
        String body = DiallingTenant.body(TO, "");
        List<Answer> answers = atOnce(10, i -> done(acme.backend().once("one").post("/api/v1/calls", body)));
        assertThat(answers.stream().map(one -> one.at("/call_id")).distinct()).hasSize(1);

        Answer another = done(acme.backend().once("two").post("/api/v1/calls", body));

        assertThat(another.at("/call_id")).isNotEqualTo(answers.getFirst().at("/call_id"));
        acme.await(another.at("/call_id"), "answered");
        acme.await(answers.getFirst().at("/call_id"), "answered");
        assertThat(acme.dialled()).hasSize(2);
        refused(
                acme.backend().once("one").post("/api/v1/calls", DiallingTenant.body("+442079460124", "")),
                422,
                "idempotency_conflict");
    }

    @ParameterizedTest
    @CsvSource({
        "concurrent_calls,               concurrency_exhausted",
        "calls_per_hour,                 rate_limited",
        "calls_per_day,                  rate_limited",
        "calls_per_prefix_per_hour,      rate_limited",
    })
    void a_cap_is_exact_however_many_ask_at_once(String cap, String code) throws Exception {
        acme.allow("{\"countries\":[\"GB\"],\"%s\":2}".formatted(cap));

        List<Answer> answers = atOnce(8, i -> acme.ask("+4420794601%02d".formatted(i), NONE));

        assertThat(answers.stream().filter(one -> one.status() == 201)).hasSize(2);
        assertThat(answers.stream().filter(one -> one.status() != 201))
                .hasSize(6)
                .allSatisfy(one -> {
                    refused(one, 429, code);
                    assertThat(one.at("/detail")).contains(cap);
                });
    }

    @Test
    void a_number_is_called_only_so_often() {
        acme.allow("{\"countries\":[\"GB\"],\"calls_per_destination_per_hour\":1}");
        done(acme.backend().once("one").post("/api/v1/calls", DiallingTenant.body(TO, NONE)));

        Answer again = acme.backend().once("two").post("/api/v1/calls", DiallingTenant.body(TO, NONE));

        assertThat(refused(again, 429, "rate_limited").at("/detail")).contains("calls_per_destination_per_hour");
        done(acme.ask("+442079460124", NONE));
    }

    @Test
    void a_call_that_is_over_makes_room_for_another() {
        acme.allow("{\"countries\":[\"GB\"],\"concurrent_calls\":1}");
        String call = acme.call(TO, FarEnd.busy());
        acme.await(call, "busy");

        done(acme.ask("+442079460124", NONE));
    }

    @Test
    void the_budget_of_the_tenant_holds_for_calls_out_too() {
        acme.tenant().policy("{\"concurrent_calls\":1}");
        done(acme.ask(TO, NONE));

        refused(acme.ask("+442079460124", NONE), 429, "concurrency_exhausted");
    }

    @Test
    void a_tenant_narrows_what_it_may_do_and_only_an_operator_widens_it() {
        acme.allow("{\"countries\":[\"GB\",\"US\"],\"calls_per_hour\":10}");
        done(acme.backend().put(DiallingTenant.SETTINGS, "{\"countries\":[\"GB\"],\"calls_per_hour\":5}"));

        for (Map.Entry<String, String> wider : Map.of(
                        "countries", "{\"countries\":[\"GB\",\"FR\"],\"calls_per_hour\":5}",
                        "calls_per_hour", "{\"countries\":[\"GB\"],\"calls_per_hour\":6}",
                        "concurrent_calls", "{\"countries\":[\"GB\"],\"calls_per_hour\":5,\"concurrent_calls\":6}",
                        "max_duration", "{\"countries\":[\"GB\"],\"calls_per_hour\":5,\"max_duration\":1801}",
                        "allowed_types",
                                "{\"countries\":[\"GB\"],\"calls_per_hour\":5,\"allowed_types\":[\"premium_rate\"]}")
                .entrySet()) {
            Answer answer = refused(acme.backend().put(DiallingTenant.SETTINGS, wider.getValue()), 403, "forbidden");
            assertThat(answer.fields()).containsExactly(wider.getKey());
        }

        Answer settings = done(acme.backend().get(DiallingTenant.SETTINGS));
        assertThat(settings.json().at("/countries").get(0).asText()).isEqualTo("GB");
        assertThat(settings.json().at("/countries")).hasSize(1);
        assertThat(settings.json().at("/calls_per_hour").asInt()).isEqualTo(5);
    }
}
