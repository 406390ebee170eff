// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestConfig;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("a number becomes a tenant's only if an operator or the tenant's carrier says so")
@Tag("slow")
class CarrierNumbersTest {
    /** What the carriers' accounts have: the number, by the Authorization header that may see it. */
    private static final Map<String, String> ACCOUNTS = new ConcurrentHashMap<>();

    /** What Telnyx says of it. */
    private static final AtomicReference<String> STATUS = new AtomicReference<>("active");

    private static final HttpServer CARRIERS = carriers();

    @RegisterExtension
    static final TestServer SERVER = TestServer.configured(usual -> TestConfig.with(
            usual,
            TelephonyConfig.usual()
                    .with(
                            Duration.ofSeconds(1),
                            "http://127.0.0.1:" + CARRIERS.getAddress().getPort())));

    private static final String SID = "AC" + "1".repeat(32);
    private static final String TOKEN = "11112222333344445555666677778888";
    private static int last;

    private TestTenant acme;
    private TestTenant globex;
    private String number;

    /** Answers in the forms of the carriers' documentation. */
    private static HttpServer carriers() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", CarrierNumbersTest::answer);
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String asked = exchange.getRequestURI().toString().replace("%2B", "+");
        String has = ACCOUNTS.getOrDefault(exchange.getRequestHeaders().getFirst("Authorization"), "+none");
        boolean listed = asked.contains(has.substring(1));
        String entry = listed ? "{\"phone_number\":\"" + has + "\",\"status\":\"" + STATUS.get() + "\"}" : "";
        String body;
        if (asked.startsWith("/2010-04-01/")) {
            body = "{\"incoming_phone_numbers\":[" + entry + "]}";
        } else if (asked.startsWith("/phone_numbers")) {
            body = "{\"data\":[" + entry + "]}";
        } else {
            body = listed ? "{\"number\":\"" + has.substring(1) + "\"}" : "{\"error\":\"not found\"}";
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(has.equals("+none") ? 401 : body.contains("error") ? 404 : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @AfterAll
    static void stop() {
        CARRIERS.stop(0);
    }

    @BeforeEach
    void twoTenants() {
        number = "+4420718392%02d".formatted(++last);
        acme = new TestTenant(SERVER, "acme-" + last).withAgent("demo");
        globex = new TestTenant(SERVER, "globex-" + last).withAgent("demo");
        add(acme);
    }

    @AfterEach
    void close() {
        acme.close();
        globex.close();
        ACCOUNTS.clear();
        STATUS.set("active");
    }

    private void add(TestTenant tenant) {
        done(tenant.backend().post("/api/v1/numbers", "{\"number\":\"%s\",\"agent_slug\":\"demo\"}".formatted(number)));
    }

    private static void account(TestTenant tenant, String carrier, Map<String, String> values) {
        done(tenant.backend().put("/api/v1/credentials/" + carrier, Json.text(Map.of("values", values))));
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ':' + password).getBytes(StandardCharsets.UTF_8));
    }

    private String at() {
        return "/api/v1/numbers/" + number.replace("+", "%2B");
    }

    private Answer confirm(TestTenant tenant, String carrier) {
        return tenant.backend().post(at() + "/confirm", "{\"carrier\":\"%s\"}".formatted(carrier));
    }

    @ParameterizedTest
    @CsvSource({"twilio", "telnyx", "plivo"})
    void the_carriers_account_makes_the_number_the_tenants(String carrier) {
        account(
                acme,
                carrier,
                switch (carrier) {
                    case "twilio" -> Map.of("account_sid", SID, "auth_token", TOKEN);
                    case "plivo" -> Map.of("auth_id", "MA" + "1".repeat(18), "auth_token", TOKEN);
                    default -> Map.of("public_key", "A".repeat(43) + "=", "api_key", "KEY0123456789ABCDEF");
                });
        ACCOUNTS.put(
                switch (carrier) {
                    case "twilio" -> basic(SID, TOKEN);
                    case "plivo" -> basic("MA" + "1".repeat(18), TOKEN);
                    default -> "Bearer KEY0123456789ABCDEF";
                },
                number);

        done(confirm(acme, carrier));

        Answer confirmed = done(acme.backend().get(at()));
        assertThat(confirmed.at("/state")).isEqualTo("active");
        assertThat(confirmed.at("/confirmed_by")).isEqualTo(carrier);
        done(confirm(acme, carrier));
        assertThat(acme.audited("number.confirm")).hasSize(1);
    }

    @Test
    void an_account_without_the_number_and_one_that_the_carrier_does_not_know_confirm_nothing() {
        account(acme, "twilio", Map.of("account_sid", SID, "auth_token", TOKEN));
        refused(confirm(acme, "twilio"), 409, "conflict");
        ACCOUNTS.put(basic(SID, TOKEN), "+442071000000");

        refused(confirm(acme, "twilio"), 409, "conflict");

        assertThat(done(acme.backend().get(at())).at("/state")).isEqualTo("pending");
    }

    @ParameterizedTest
    @ValueSource(strings = {"port-pending", "purchase-failed", "ported-out", "deleted"})
    void a_number_that_an_account_lists_but_does_not_have_yet_or_any_more_confirms_nothing(String status) {
        account(acme, "telnyx", Map.of("public_key", "A".repeat(43) + "=", "api_key", "KEY0123456789ABCDEF"));
        ACCOUNTS.put("Bearer KEY0123456789ABCDEF", number);
        STATUS.set(status);

        refused(confirm(acme, "telnyx"), 409, "conflict");

        assertThat(done(acme.backend().get(at())).at("/state")).isEqualTo("pending");
    }

    @Test
    void a_number_that_is_another_tenants_already_stays_so() {
        add(globex);
        for (TestTenant tenant : Set.of(acme, globex)) {
            account(tenant, "twilio", Map.of("account_sid", SID, "auth_token", TOKEN));
        }
        ACCOUNTS.put(basic(SID, TOKEN), number);
        done(confirm(acme, "twilio"));

        refused(confirm(globex, "twilio"), 409, "conflict");

        assertThat(done(globex.backend().get(at())).at("/state")).isEqualTo("pending");
        assertThat(done(acme.backend().get(at())).at("/state")).isEqualTo("active");
    }

    @Test
    void without_an_account_or_a_carrier_that_we_know_the_way_out_is_named() {
        refused(confirm(acme, "twilio"), 422, "credential_missing");
        Answer unknown = refused(confirm(acme, "acme-telecom"), 422, "invalid_request");
        assertThat(unknown.fields()).containsExactly("carrier");
        account(acme, "telnyx", Map.of("public_key", "A".repeat(43) + "="));
        Answer keyless = refused(confirm(acme, "telnyx"), 422, "invalid_request");
        assertThat(keyless.fields()).containsExactly("api_key");
        refused(confirm(globex, "twilio"), 404, "not_found");
    }
}
