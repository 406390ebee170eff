// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.price;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.api.prices.CallPrices;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.kernel.Scope;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A tenant says what its carriers charge; what would void a cap on it only an operator says (R5)")
@Tag("slow")
class PricesTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static final String PRICES = "/api/v1/call-prices";
    private static final String SETTINGS = "/api/v1/dial-settings";
    private static int last;

    private TestTenant acme;

    @BeforeEach
    void aTenant() {
        acme = new TestTenant(SERVER, "priced-" + ++last);
    }

    @AfterEach
    void close() {
        acme.close();
    }

    private Answer put(String... prices) {
        return acme.backend().put(PRICES, body(prices));
    }

    private static String body(String... prices) {
        return "{\"items\":[%s]}".formatted(String.join(",", prices)).replace('\'', '"');
    }

    private JsonNode shown() {
        return done(acme.backend().get(PRICES)).json().at("/items");
    }

    @Test
    void there_are_none_at_first_and_what_is_not_said_is_usual() {
        assertThat(shown()).isEmpty();

        done(put("{'prefix':'+44','per_minute':0.0085}"));

        assertThat(shown()).hasSize(1);
        assertThat(shown().get(0).toString())
                .isEqualTo(
                        "{\"direction\":\"outbound\",\"prefix\":\"+44\",\"per_minute\":0.0085,\"connection_fee\":0.0,"
                                + "\"minimum_seconds\":60,\"step_seconds\":60}");
    }

    @Test
    void all_are_replaced_and_listed_by_direction_and_prefix() {
        done(put("{'prefix':'+1','per_minute':1}"));

        done(put(
                "{'prefix':'+44','per_minute':0.02}",
                "{'prefix':'+','per_minute':0.3,'connection_fee':0.01,'minimum_seconds':30,'step_seconds':6}",
                "{'direction':'inbound','prefix':'+44','per_minute':0.000001}"));

        assertThat(shown().findValuesAsText("prefix")).containsExactly("+", "+44", "+44");
        assertThat(shown().findValuesAsText("direction")).containsExactly("outbound", "outbound", "inbound");
        assertThat(acme.audited("call_prices.put").getLast().at("/prices").asInt())
                .isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'prefix':'+44','per_minute':-0.01}                              | items[0].per_minute",
                "{'prefix':'+44','per_minute':100.01}                             | items[0].per_minute",
                "{'prefix':'+44','per_minute':1e300}                              | items[0].per_minute",
                "{'prefix':'+44','per_minute':0.0000001}                          | items[0].per_minute",
                "{'prefix':'+44','per_minute':0.12345678}                         | items[0].per_minute",
                "{'prefix':'+44'}                                                 | items[0].per_minute",
                "{'prefix':'+44','per_minute':1,'connection_fee':-1}              | items[0].connection_fee",
                "{'prefix':'+44','per_minute':1,'connection_fee':0.0000011}       | items[0].connection_fee",
                "{'prefix':'+44','per_minute':1,'minimum_seconds':0}              | items[0].minimum_seconds",
                "{'prefix':'+44','per_minute':1,'minimum_seconds':3601}           | items[0].minimum_seconds",
                "{'prefix':'+44','per_minute':1,'step_seconds':0}                 | items[0].step_seconds",
                "{'prefix':'+44','per_minute':1,'step_seconds':2147483647}        | items[0].step_seconds",
                "{'per_minute':1}                                                 | items[0].prefix",
                "{'prefix':'44','per_minute':1}                                   | items[0].prefix",
                "{'prefix':'+04','per_minute':1}                                  | items[0].prefix",
                "{'prefix':'+44 20','per_minute':1}                               | items[0].prefix",
                "{'prefix':'+4４','per_minute':1}                                 | items[0].prefix",
                "{'prefix':'+1234567890123456','per_minute':1}                    | items[0].prefix",
                "{'prefix':'+44','per_minute':1},{'prefix':'+44','per_minute':2}  | items[1].prefix",
                "null                                                             | items[0]"
            })
    void what_is_no_price_is_refused_with_its_field_and_leaves_all_as_they_were(String prices, String field) {
        done(put("{'prefix':'+1','per_minute':1}"));

        assertThat(refused(put(prices), 422, "invalid_request").fields()).containsExactly(field);

        assertThat(shown().findValuesAsText("prefix")).containsExactly("+1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"items\":null}"})
    void a_list_is_needed(String body) {
        assertThat(refused(acme.backend().put(PRICES, body), 422, "invalid_request")
                        .fields())
                .containsExactly("items");
    }

    @Test
    void there_are_only_so_many() {
        String[] most = IntStream.range(0, CallPrices.MOST)
                .mapToObj(n -> "{'prefix':'+1%d','per_minute':0.01}".formatted(n))
                .toArray(String[]::new);
        done(put(most));
        assertThat(shown()).hasSize(CallPrices.MOST);

        String tooMany = List.of(most).stream().collect(Collectors.joining(",")) + ",{'prefix':'+2','per_minute':1}";

        assertThat(refused(put(tooMany), 422, "invalid_request").fields()).containsExactly("items");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "spend_per_day   | -1",
                "spend_per_day   | 1000000.1",
                "spend_per_day   | 0.0000001",
                "spend_per_month | 1e300",
                "spend_per_call  | -0.01",
                "spend_per_call  | \"NaN\"",
                "unpriced        | \"perhaps\""
            })
    void what_is_no_cap_is_refused_with_its_field(String field, String value) {
        Answer answer = acme.backend().put(SETTINGS, "{\"%s\":%s}".formatted(field, value));

        assertThat(answer.status()).isIn(400, 422);
        assertThat(answer.fields()).containsOnly(field);
    }

    /** What a leaked key could otherwise do. */
    @Test
    void under_a_cap_only_an_operator_makes_calls_cheaper_or_prices_more() {
        done(put("{'prefix':'+44','per_minute':0.02}", "{'direction':'inbound','prefix':'+','per_minute':0.01}"));
        done(acme.backend().put(SETTINGS, "{\"spend_per_day\":10}"));
        String inbound = "{'direction':'inbound','prefix':'+','per_minute':0.01}";

        for (String cheaper : List.of(
                "{'prefix':'+44','per_minute':0.01}," + inbound,
                "{'prefix':'+44','per_minute':0.02,'minimum_seconds':1,'step_seconds':1}," + inbound,
                "{'prefix':'+44','per_minute':0.02},{'prefix':'+447','per_minute':0}," + inbound,
                "{'prefix':'+44','per_minute':0.02},{'prefix':'+1','per_minute':5}," + inbound,
                "{'prefix':'+44','per_minute':0.02}")) {
            assertThat(refused(put(cheaper), 403, "forbidden").fields()).containsExactly("items");
        }

        done(put("{'prefix':'+44','per_minute':0.03},{'prefix':'+447','per_minute':0.05}", inbound));
        done(put(inbound));
        done(SERVER.operator().put(acme.path("/call-prices"), body("{'prefix':'+','per_minute':0}")));
        assertThat(shown()).hasSize(1);
    }

    /** Or a tenant that may call no number without a price would give each one that it likes a price of nothing. */
    @Test
    void where_numbers_without_a_price_are_not_called_only_an_operator_gives_them_one() {
        done(put("{'prefix':'+44','per_minute':0.02}"));
        done(acme.backend().put(SETTINGS, "{\"unpriced\":\"refuse\"}"));
        String inbound = "{'direction':'inbound','prefix':'+','per_minute':0.01}";

        assertThat(refused(put("{'prefix':'+44','per_minute':0.02},{'prefix':'+1','per_minute':0}"), 403, "forbidden")
                        .fields())
                .containsExactly("items");
        refused(put("{'prefix':'+','per_minute':9}"), 403, "forbidden");

        done(put("{'prefix':'+44','per_minute':0.01}", "{'prefix':'+447','per_minute':0}", inbound));
        done(put("{'prefix':'+447','per_minute':0}"));
        done(SERVER.operator().put(acme.path("/call-prices"), body("{'prefix':'+','per_minute':0}")));
        assertThat(shown()).hasSize(1);
    }

    @Test
    void the_audit_shows_no_more_of_a_number_that_has_a_price_of_its_own_than_of_any_other() {
        done(acme.backend().put(SETTINGS, "{\"spend_per_day\":10}"));

        done(SERVER.operator().put(acme.path("/call-prices"), body("{'prefix':'+447700900123','per_minute':0}")));

        JsonNode entry = acme.audited("call_prices.put").getLast();
        assertThat(entry.at("/weakens/0").asText()).isEqualTo("+4477");
        assertThat(entry.toString()).doesNotContain("900123");
    }

    @Test
    void a_tenant_lowers_its_caps_and_only_an_operator_raises_them_or_takes_them_away() {
        done(acme.backend().put(SETTINGS, "{\"spend_per_day\":10,\"spend_per_call\":1,\"unpriced\":\"refuse\"}"));
        done(acme.backend()
                .put(
                        SETTINGS,
                        "{\"spend_per_day\":9.5,\"spend_per_call\":1,\"spend_per_month\":99,\"unpriced\":\"refuse\"}"));

        Answer wider = refused(acme.backend().put(SETTINGS, "{\"spend_per_day\":9.51}"), 403, "forbidden");

        assertThat(wider.fields())
                .containsExactlyInAnyOrder("spend_per_day", "spend_per_month", "spend_per_call", "unpriced");
        assertThat(done(acme.backend().get(SETTINGS)).at("/spend_per_day")).isEqualTo("9.5");
        done(SERVER.operator().put(acme.path("/dial-settings"), "{}"));
        assertThat(done(acme.backend().get(SETTINGS)).json().has("spend_per_day"))
                .isFalse();
    }

    @Test
    void what_is_spent_is_shown_with_what_is_left_of_the_caps() {
        done(acme.backend().put(SETTINGS, "{\"spend_per_day\":10,\"spend_per_call\":0.5}"));
        String key = acme.key(List.of(Scope.NUMBERS_READ));

        JsonNode spend = done(SERVER.with(key).get("/api/v1/call-spend")).json();

        assertThat(spend.at("/currency").asText()).isEqualTo("USD");
        assertThat(spend.at("/today/spent").asDouble()).isZero();
        assertThat(spend.at("/today/left").asDouble()).isEqualTo(10);
        assertThat(spend.at("/today/until").asText()).endsWith("T00:00:00Z");
        assertThat(spend.at("/month").has("cap")).isFalse();
        assertThat(spend.at("/month/until").asText()).endsWith("-01T00:00:00Z");
        assertThat(spend.at("/per_call").asDouble()).isEqualTo(0.5);
        refused(SERVER.with(acme.key(List.of(Scope.CALLS_READ))).get("/api/v1/call-spend"), 403, "insufficient_scope");
    }

    @Test
    void a_tenants_prices_are_its_own_and_gone_with_it() {
        done(put("{'prefix':'+44','per_minute':0.02}"));
        try (TestTenant globex = new TestTenant(SERVER, "globex-" + last)) {
            assertThat(done(globex.backend().get(PRICES)).json().at("/items")).isEmpty();
            refused(globex.backend().get(acme.path("/call-prices")), 404, "not_found");
            refused(globex.backend().put(acme.path("/call-prices"), body()), 404, "not_found");
        }
        assertThat(shown()).hasSize(1);

        String id = acme.id();
        done(SERVER.operator().delete(acme.path("")));

        assertThat(SERVER.column("SELECT prefix FROM call_prices WHERE tenant_id = '" + id + "'"))
                .isEmpty();
    }
}
