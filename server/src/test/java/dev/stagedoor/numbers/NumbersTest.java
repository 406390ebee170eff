// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.numbers;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("I5: a phone number is one tenant's at most, and only once somebody who knows has said so")
@Tag("slow")
class NumbersTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static final String NUMBERS = "/api/v1/numbers";
    private static int last;

    private TestTenant acme;
    private TestTenant globex;
    private String number;

    @BeforeEach
    void twoTenantsWithAnAgent() {
        acme = tenant("acme-" + ++last);
        globex = tenant("globex-" + last);
        number = "+4420718387%02d".formatted(last);
    }

    private static TestTenant tenant(String slug) {
        TestTenant tenant = new TestTenant(SERVER, slug);
        agent(tenant, "demo");
        return tenant;
    }

    private static void agent(TestTenant tenant, String slug) {
        done(tenant.backend()
                .put("/api/v1/agents/" + slug, "{\"name\":\"Demo\",\"agent_name\":\"%s-worker\"}".formatted(slug)));
    }

    @AfterEach
    void close() {
        acme.close();
        globex.close();
    }

    private static String body(String number, String agent) {
        return "{\"number\":\"" + number + "\",\"agent_slug\":\"" + agent + "\"}";
    }

    private Answer claim(TestTenant tenant) {
        return tenant.backend().post(NUMBERS, body(number, "demo"));
    }

    private Answer assign(TestTenant tenant) {
        return SERVER.operator().post(tenant.path("/numbers"), body(number, "demo"));
    }

    private static String state(Answer answer) {
        return done(answer).json().path("state").asText();
    }

    private String at() {
        return NUMBERS + "/" + number;
    }

    @Test
    void what_an_operator_adds_is_the_tenants_at_once() {
        Answer made = assign(acme);

        assertThat(made.status()).isEqualTo(201);
        Answer kept = done(acme.backend().get(at()));
        assertThat(kept.json()).isEqualTo(made.json());
        assertThat(kept.json().path("state").asText()).isEqualTo("active");
        assertThat(kept.json().path("confirmed_by").asText()).isEqualTo("operator");
        assertThat(kept.json().path("country").asText()).isEqualTo("GB");
        assertThat(kept.json().path("formatted").asText()).startsWith("020 7183 87");
    }

    @Test
    void what_is_one_tenants_cannot_be_given_to_another() {
        done(assign(acme));

        Answer second = refused(assign(globex), 409, "conflict");

        assertThat(second.json().toString()).contains("\"number\"").doesNotContain("acme");
        refused(globex.backend().get(at()), 404, "not_found");
    }

    @Test
    void what_a_tenant_says_is_theirs_keeps_nobody_else_from_it_and_tells_nothing_of_others() {
        assertThat(state(claim(globex))).isEqualTo("pending");

        assertThat(state(assign(acme))).isEqualTo("active");

        Answer late = claim(tenant("late-" + last));
        assertThat(state(late)).as("as if nobody had it").isEqualTo("pending");
        assertThat(state(globex.backend().get(at()))).isEqualTo("pending");
    }

    @Test
    void of_many_at_once_one_tenant_gets_it() throws Exception {
        try (ExecutorService operators = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> asked = IntStream.range(0, 10)
                    .mapToObj(i -> operators.submit(() -> assign(i % 2 == 0 ? acme : globex)))
                    .toList();

            int given = 0;
            for (Future<Answer> answer : asked) {
                given += answer.get().status() == 201 ? 1 : 0;
            }

            assertThat(given).isEqualTo(1);
        }
        assertThat(SERVER.column("SELECT count(*) FROM numbers WHERE number = '" + number + "'"))
                .containsExactly("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "442071838750",
                "+44 20 7183 8750",
                "+44 (0) 20 7183 8750",
                " +442071838750",
                "+442071838750 ",
                "+442071838750;ext=5",
                "+442071838750x5",
                "tel:+442071838750",
                "sip:+442071838750@example.com",
                "+1-800-FLOWERS",
                "+٤٤٢٠٧١٨٣٨٧٥٠",
                "+４４２０７１８３８７５０",
                "+4420718387501234567",
                "+0987654321",
                "+1234567890",
                "+999123456789",
                "112",
                "+112",
                "anonymous"
            })
    void what_nobody_could_have_is_refused_by_name(String wrong) {
        Answer refused = refused(acme.backend().post(NUMBERS, body(wrong, "demo")), 422, "invalid_request");

        assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("number");
    }

    @Test
    void it_is_answered_by_an_agent_of_the_tenant() {
        agent(globex, "theirs");

        for (String wrong : List.of("nobody", "theirs")) {
            Answer refused = refused(acme.backend().post(NUMBERS, body(number, wrong)), 422, "invalid_request");
            assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("agent_slug");
        }
        done(claim(acme));
        refused(acme.backend().patch(at(), "{\"agent_slug\":\"theirs\"}"), 422, "invalid_request");
    }

    @Test
    void another_agent_answers_it_from_the_change_on() {
        agent(acme, "night");
        Answer made = done(assign(acme));

        Answer changed = done(acme.backend().patch(at(), "{\"agent_slug\":\"night\"}"));

        assertThat(changed.json().path("agent_slug").asText()).isEqualTo("night");
        assertThat(changed.json().path("confirmed_at")).isEqualTo(made.json().path("confirmed_at"));
        assertThat(done(acme.backend().get(at())).json()).isEqualTo(changed.json());
    }

    @Test
    void one_that_is_released_can_be_given_to_another() {
        done(assign(acme));

        done(acme.backend().delete(at().replace("+", "%2B")));

        refused(acme.backend().get(at()), 404, "not_found");
        refused(acme.backend().delete(at()), 404, "not_found");
        assertThat(state(assign(globex))).isEqualTo("active");
    }

    @Test
    void those_of_a_deleted_tenant_can_be_given_to_another() {
        done(assign(acme));

        done(SERVER.operator().delete(acme.path("")));

        assertThat(state(assign(globex))).isEqualTo("active");
    }

    @Test
    void another_tenants_does_not_exist() {
        done(assign(acme));

        refused(globex.backend().get(at()), 404, "not_found");
        refused(globex.backend().patch(at(), "{\"agent_slug\":\"demo\"}"), 404, "not_found");
        refused(globex.backend().delete(at()), 404, "not_found");
        assertThat(numbers(globex.backend(), "")).isEmpty();
        assertThat(state(acme.backend().get(at()))).isEqualTo("active");
    }

    @Test
    void a_repeated_request_adds_it_once_and_a_second_one_is_refused() {
        Caller once = acme.backend().with("Idempotency-Key", "first");
        Answer first = done(once.post(NUMBERS, body(number, "demo")));

        Answer again = done(once.post(NUMBERS, body(number, "demo")));

        assertThat(again.json()).isEqualTo(first.json());
        refused(claim(acme), 409, "conflict");
    }

    @Test
    void they_are_listed_by_number_by_agent_and_by_state_a_page_at_a_time() {
        agent(acme, "night");
        SERVER.operator().post(acme.path("/numbers"), body("+4930901820", "demo"));
        done(acme.backend().post(NUMBERS, body("+33142685300", "night")));
        done(acme.backend().post(NUMBERS, body("+12125551234", "demo")));

        assertThat(numbers(acme.backend(), "")).containsExactly("+12125551234", "+33142685300", "+4930901820");
        assertThat(numbers(acme.backend(), "?agent=demo")).containsExactly("+12125551234", "+4930901820");
        assertThat(numbers(acme.backend(), "?state=pending")).containsExactly("+12125551234", "+33142685300");
        assertThat(numbers(acme.backend(), "?state=active&agent=demo")).containsExactly("+4930901820");
        Answer first = done(acme.backend().get(NUMBERS + "?limit=2"));
        String next = first.json().path("next").asText();
        assertThat(numbers(acme.backend(), "?limit=2&after=" + next)).containsExactly("+4930901820");
        refused(acme.backend().get(NUMBERS + "?state=lost"), 422, "invalid_request");
    }

    private static List<String> numbers(Caller caller, String query) {
        return StreamSupport.stream(
                        done(caller.get(NUMBERS + query)).json().path("items").spliterator(), false)
                .map(item -> item.path("number").asText())
                .toList();
    }
}
