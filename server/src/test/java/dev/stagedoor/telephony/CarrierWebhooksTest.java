// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.stagedoor.app.TestConfig;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.json.Json;
import dev.stagedoor.sandbox.sip.Caller;
import dev.stagedoor.sandbox.sip.SipCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("I5: a carrier's webhook is the called number's tenant's, and leads to that tenant's own LiveKit")
@Tag("slow")
class CarrierWebhooksTest {
    private static final String PUBLIC = "https://stagedoor.example";
    private static final List<String> COMMANDS = new CopyOnWriteArrayList<>();
    private static final HttpServer TELNYX = telnyx();

    @RegisterExtension
    static final TestServer SERVER = TestServer.configured(usual -> TestConfig.with(
            usual,
            usual.http().with(draft -> draft.publicUrl = PUBLIC),
            TelephonyConfig.usual()
                    .with(
                            Duration.ofMillis(200),
                            "http://127.0.0.1:" + TELNYX.getAddress().getPort() + "/v2")));

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String TOKEN = "11112222333344445555666677778888";
    private static final String CALLER = "+12025550143";
    private static final Pattern SIP = Pattern.compile("username=\"([^\"]+)\" password=\"([^\"]+)\"");
    private static int last;

    private TestTenant acme;
    private TestTenant globex;
    private String number;

    /** Takes every command and keeps it. */
    private static HttpServer telnyx() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/v2", exchange -> {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                COMMANDS.add(exchange.getRequestURI().getPath()
                        + ' '
                        + exchange.getRequestHeaders().getFirst("Authorization")
                        + ' '
                        + body);
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    static void stop() {
        TELNYX.stop(0);
    }

    @BeforeEach
    void twoTenants() {
        number = "+4420718391%02d".formatted(++last);
        acme = new TestTenant(SERVER, "acme-" + last).withAgent("demo");
        globex = new TestTenant(SERVER, "globex-" + last).withAgent("demo");
        done(SERVER.operator()
                .post(acme.path("/numbers"), "{\"number\":\"%s\",\"agent_slug\":\"demo\"}".formatted(number)));
        done(acme.backend()
                .post(
                        "/api/v1/numbers/" + number.replace("+", "%2B") + "/provision",
                        "{\"sip_host\":\"sip.example\"}"));
        account(acme, "twilio", Map.of("account_sid", "AC" + "1".repeat(32), "auth_token", TOKEN));
    }

    @AfterEach
    void close() {
        acme.close();
        globex.close();
        COMMANDS.clear();
    }

    private static void account(TestTenant tenant, String carrier, Map<String, String> values) {
        done(tenant.backend().put("/api/v1/credentials/" + carrier, Json.text(Map.of("values", values))));
    }

    private Map<String, String> incoming() {
        return new TreeMap<>(Map.of(
                "CallSid",
                "CA" + "1".repeat(32),
                "AccountSid",
                "AC" + "1".repeat(32),
                "From",
                CALLER,
                "To",
                number,
                "CallStatus",
                "ringing",
                "Direction",
                "inbound"));
    }

    private HttpResponse<String> twilio(Map<String, String> fields) throws Exception {
        return twilio(fields, TOKEN);
    }

    private HttpResponse<String> twilio(Map<String, String> fields, String token) throws Exception {
        StringBuilder signed = new StringBuilder(PUBLIC + "/webhooks/twilio/voice");
        new TreeMap<>(fields).forEach((name, value) -> signed.append(name).append(value));
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        String signature =
                Base64.getEncoder().encodeToString(mac.doFinal(signed.toString().getBytes(StandardCharsets.UTF_8)));
        String body = fields.entrySet().stream()
                .map(field -> field.getKey() + '=' + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return post("twilio", "application/x-www-form-urlencoded", body, Map.of("X-Twilio-Signature", signature));
    }

    private static HttpResponse<String> post(String carrier, String type, String body, Map<String, String> headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(SERVER.url() + "/webhooks/" + carrier + "/voice"))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void twilio_is_told_to_dial_the_tenants_livekit_and_that_call_reaches_its_agent() throws Exception {
        HttpResponse<String> answer = twilio(incoming());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/xml");
        assertThat(answer.body())
                .contains(
                        "answerOnBridge=\"true\"", "sip:" + number + "@sip.example;transport=tcp", "X-Stagedoor-Call=");
        Matcher login = SIP.matcher(answer.body());
        assertThat(login.find()).as(answer.body()).isTrue();
        SipCall call = acme.livekit().sip().dial(Caller.of(CALLER, number).with(login.group(1), login.group(2)));
        until("the caller is connected", () -> call.status() == SipCall.Status.ACTIVE);
        until(
                "the call is recorded",
                () -> !done(acme.backend().get("/api/v1/calls"))
                        .json()
                        .at("/items")
                        .isEmpty());
        assertThat(globex.livekit().sip().calls()).isEmpty();
    }

    @Test
    void what_opens_the_trunk_is_recorded_before_it_leaves() throws Exception {
        twilio(incoming());

        assertThat(acme.audited("phone_call.dial")).singleElement().satisfies(detail -> {
            assertThat(detail.at("/carrier").asText()).isEqualTo("twilio");
            assertThat(detail.toString()).doesNotContain(CALLER.substring(1));
        });
    }

    @Test
    void a_carrier_that_repeats_itself_gets_the_same_answer() throws Exception {
        String first = twilio(incoming()).body();
        String again = twilio(incoming()).body();

        assertThat(again.replaceAll("X-Stagedoor-Call=[a-z0-9_]+", ""))
                .isEqualTo(first.replaceAll("X-Stagedoor-Call=[a-z0-9_]+", ""));
    }

    @Test
    void another_signature_is_refused_in_the_same_words_as_a_number_that_nobody_has() throws Exception {
        account(globex, "twilio", Map.of("account_sid", "AC" + "2".repeat(32), "auth_token", TOKEN.replace('1', '9')));
        HttpResponse<String> theirs = twilio(incoming(), TOKEN.replace('1', '9'));
        Map<String, String> nobodys = incoming();
        nobodys.put("To", "+442071000000");
        HttpResponse<String> unknown = twilio(nobodys);

        assertThat(theirs.statusCode()).isEqualTo(401);
        assertThat(unknown.statusCode()).isEqualTo(401);
        assertThat(detail(theirs)).isEqualTo(detail(unknown));
        assertThat(acme.audited("phone_call.dial")).isEmpty();
    }

    private static String detail(HttpResponse<String> answer) {
        return Json.read(answer.body(), JsonNode.class).at("/detail").asText();
    }

    @Test
    void both_tokens_count_while_twilio_changes_over() throws Exception {
        String next = TOKEN.replace('8', '7');
        account(acme, "twilio", Map.of("account_sid", "AC" + "1".repeat(32), "auth_token", next));

        assertThat(twilio(incoming()).statusCode()).isEqualTo(200);
        assertThat(twilio(incoming(), next).statusCode()).isEqualTo(200);
    }

    @Test
    void a_blocked_caller_and_a_number_without_a_trunk_are_rejected_unbilled() throws Exception {
        done(acme.backend().put("/api/v1/phone-settings", "{\"blocked\":[\"" + CALLER + "\"]}"));
        assertThat(twilio(incoming()).body()).contains("<Reject").doesNotContain("<Dial");
        done(acme.backend().put("/api/v1/phone-settings", "{}"));
        done(acme.backend().delete("/api/v1/numbers/" + number.replace("+", "%2B") + "/provision"));

        assertThat(twilio(incoming()).body()).contains("<Reject").doesNotContain("<Dial");
    }

    @Test
    void a_blocked_caller_is_turned_away_where_the_carrier_leaves_the_plus_sign_out() throws Exception {
        Map<String, String> bare = incoming();
        bare.put("From", CALLER.substring(1));
        assertThat(twilio(bare).body()).contains("<Dial");
        done(acme.backend().put("/api/v1/phone-settings", "{\"blocked\":[\"" + CALLER + "\"]}"));

        assertThat(twilio(bare).body()).contains("<Reject").doesNotContain("<Dial");
    }

    @Test
    void a_suspended_tenants_calls_are_refused() throws Exception {
        done(SERVER.operator().post(acme.path("/suspend")));

        assertThat(twilio(incoming()).statusCode()).isEqualTo(403);
    }

    @Test
    void callbacks_are_taken_in_any_order_and_begin_nothing() throws Exception {
        for (String status : List.of("completed", "in-progress", "busy")) {
            Map<String, String> callback = incoming();
            callback.put("CallStatus", status);
            assertThat(twilio(callback).statusCode()).as(status).isEqualTo(200);
        }
        assertThat(acme.audited("phone_call.dial")).isEmpty();
    }

    @Test
    void telnyx_call_control_is_answered_by_a_command_with_the_tenants_own_key() throws Exception {
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = keys.getPublic().getEncoded();
        String key =
                Base64.getEncoder().encodeToString(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
        account(acme, "telnyx", Map.of("public_key", key, "api_key", "KEY0123456789ABCDEF0123456789"));
        String body = """
            {"data":{"record_type":"event","event_type":"call.initiated","id":"e-1","occurred_at":"2026-11-30T09:00:00Z",
             "payload":{"call_control_id":"v3:abc","connection_id":"1","call_leg_id":"leg","call_session_id":"ses",
             "from":"%s","to":"%s","direction":"incoming","state":"parked"}},"meta":{"attempt":1}}""".formatted(CALLER, number);

        HttpResponse<String> answer = post("telnyx", "application/json", body, signed(keys, body));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(COMMANDS).singleElement().satisfies(command -> {
            assertThat(command).startsWith("/v2/calls/v3");
            assertThat(command).contains("/actions/transfer", "Bearer KEY0123456789ABCDEF0123456789");
            assertThat(command).contains("sip:" + number + "@sip.example", "command_id");
        });
        assertThat(post("telnyx", "application/json", body.replace("e-1", "e-2"), signed(keys, body))
                        .statusCode())
                .isEqualTo(401);
    }

    private static Map<String, String> signed(KeyPair keys, String body) throws GeneralSecurityException {
        String timestamp = Long.toString(Instant.now().getEpochSecond());
        Signature ed25519 = Signature.getInstance("Ed25519");
        ed25519.initSign(keys.getPrivate());
        ed25519.update((timestamp + '|' + body).getBytes(StandardCharsets.UTF_8));
        return Map.of(
                "telnyx-timestamp",
                timestamp,
                "telnyx-signature-ed25519",
                Base64.getEncoder().encodeToString(ed25519.sign()));
    }

    @Test
    void an_account_of_the_wrong_form_is_refused_and_no_answer_shows_its_secret() {
        refused(
                acme.backend().put("/api/v1/credentials/twilio", "{\"values\":{\"account_sid\":\"AC1\"}}"),
                422,
                "invalid_request");
        assertThat(done(acme.backend().get("/api/v1/credentials/twilio")).toString())
                .doesNotContain(TOKEN);
    }
}
