// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.phone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.stagedoor.app.TestConfig;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.e2e.Document;
import dev.stagedoor.e2e.Shell;
import dev.stagedoor.livekit.RealRedis;
import dev.stagedoor.livekit.RealServer;
import dev.stagedoor.telephony.TelephonyConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Carriers' APIs are played, and so are their calls; the trunks are those of a real livekit-server. */
@DisplayName(
        "docs/guides/phone-calls.md: what it tells people to type gives a number to an agent, in the order of the page")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("slow")
class NumberGuideTest {
    private static final String NUMBER = "+442079460100";
    private static final String PUBLIC = "https://stagedoor.example";
    private static final String ACCOUNT = "AC" + "1".repeat(32);
    private static final String TOKEN = "11112222333344445555666677778888";
    private static final ConcurrentLinkedQueue<String> ASKED = new ConcurrentLinkedQueue<>();
    private static final HttpServer CARRIERS = carriers();

    @RegisterExtension
    static final TestServer SERVER = TestServer.configured(usual -> TestConfig.with(
            usual,
            usual.http().with(draft -> draft.publicUrl = PUBLIC),
            TelephonyConfig.usual()
                    .with(
                            Duration.ofSeconds(1),
                            "http://127.0.0.1:" + CARRIERS.getAddress().getPort())));

    private static final Document GUIDE =
            Document.of("docs/guides/phone-calls.md").section("## A phone number in ten minutes");
    private static final List<String> BLOCKS = GUIDE.blocks("sh");

    private static RealRedis redis;
    private static RealServer livekit;
    private static Shell shell;

    /** Twilio's, with the one number. */
    private static HttpServer carriers() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", NumberGuideTest::answer);
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        ASKED.add(exchange.getRequestURI().getPath());
        byte[] body = "{\"incoming_phone_numbers\":[{\"phone_number\":\"%s\"}]}"
                .formatted(NUMBER)
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @BeforeAll
    static void a_tenant_with_a_livekit_and_an_agent() {
        redis = RealRedis.start();
        livekit = RealServer.start(redis.yaml());
        shell = GuideShell.withAcme(SERVER, URI.create(livekit.url()), livekit.key(), livekit.secret())
                .with("TWILIO_ACCOUNT_SID", ACCOUNT)
                .with("TWILIO_AUTH_TOKEN", TOKEN)
                .with("TELNYX_PUBLIC_KEY", Base64.getEncoder().encodeToString(new byte[32]))
                .with("TELNYX_API_KEY", "KEY0123456789ABCDEF0123456789")
                .with("PLIVO_AUTH_ID", "MA" + "1".repeat(18))
                .with("PLIVO_AUTH_TOKEN", TOKEN);
    }

    @AfterAll
    static void close() {
        CARRIERS.stop(0);
        livekit.close();
        redis.close();
    }

    private static List<JsonNode> runs(int block) {
        return shell.run("sh", "-ec", BLOCKS.get(block)).must().lines();
    }

    private static String trunk(String pointer) {
        return shell.stagedoor("numbers", "trunk", NUMBER, "--tenant", "acme").at(pointer);
    }

    @Test
    @Order(1)
    void a_number_gets_a_trunk_and_a_login() {
        var lines = runs(0);

        assertThat(lines).hasSize(3);
        assertThat(lines.get(1).at("/password").asText()).hasSizeGreaterThan(15);
        assertThat(lines.get(2).at("/state").asText()).isEqualTo("ready");
    }

    @Test
    @Order(2)
    void a_provider_that_cannot_log_in_is_let_in_by_its_addresses() {
        assertThat(runs(1))
                .singleElement()
                .satisfies(line -> assertThat(line.has("password")).isFalse());
        assertThat(trunk("/state")).isEqualTo("ready");
        assertThat(trunk("/allowed_addresses/0")).isEqualTo("54.172.60.0/30");
    }

    @Test
    @Order(3)
    void twilio_is_told_where_to_dial() throws Exception {
        runs(2);

        HttpResponse<String> told = twilioCalls();

        assertThat(told.statusCode()).as(told.body()).isEqualTo(200);
        assertThat(told.body()).contains("sip:" + NUMBER + "@sip.acme.example", "username=\"" + trunk("/username"));
    }

    private static HttpResponse<String> twilioCalls()
            throws GeneralSecurityException, IOException, InterruptedException {
        Map<String, String> fields = new TreeMap<>(
                Map.of("CallSid", "CA" + "1".repeat(32), "AccountSid", ACCOUNT, "From", "+12025550143", "To", NUMBER));
        fields.putAll(Map.of("CallStatus", "ringing", "Direction", "inbound"));
        StringBuilder signed = new StringBuilder(PUBLIC + "/webhooks/twilio/voice");
        fields.forEach((name, value) -> signed.append(name).append(value));
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(TOKEN.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        byte[] signature = mac.doFinal(signed.toString().getBytes(StandardCharsets.UTF_8));
        String body = fields.entrySet().stream()
                .map(field -> field.getKey() + '=' + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(SERVER.url() + "/webhooks/twilio/voice"))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .header(
                                        "X-Twilio-Signature",
                                        Base64.getEncoder().encodeToString(signature))
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    @Order(4)
    void accounts_of_telnyx_and_plivo_are_kept() {
        assertThat(runs(3).toString()).doesNotContain("KEY0123456789ABCDEF0123456789");
        assertThat(runs(4).toString()).doesNotContain(TOKEN);
        assertThat(shell.stagedoor("credentials", "show", "carrier", "plivo", "--tenant", "acme")
                        .must()
                        .out())
                .contains("MA1111");
    }

    @Test
    @Order(5)
    void the_carrier_is_asked_whose_the_number_is() {
        runs(5);

        assertThat(ASKED).singleElement().asString().contains(ACCOUNT);
    }

    @Test
    @Order(6)
    void calls_have_prices_and_what_they_may_cost_is_capped() {
        List<JsonNode> lines = runs(6);

        assertThat(lines.get(2).at("/items").findValuesAsText("prefix")).containsExactly("+44", "+447", "+");
        assertThat(lines.get(2).at("/items/1/step_seconds").asInt()).isEqualTo(6);
        assertThat(lines.get(4).at("/today/left").asDouble()).isEqualTo(20);
        assertThat(lines.get(4).at("/per_call").asDouble()).isEqualTo(1.5);
    }

    @Test
    @Order(7)
    void what_was_written_is_taken_back() {
        runs(7);

        assertThat(BLOCKS).hasSize(8);
        assertThat(shell.stagedoor("numbers", "list", "--tenant", "acme").at("/items"))
                .isEqualTo("");
    }
}
