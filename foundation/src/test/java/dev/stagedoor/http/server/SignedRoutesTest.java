// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.http.Access;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.http.Takes;
import dev.stagedoor.http.signed.RawBody;
import dev.stagedoor.http.signed.StandardWebhooks;
import dev.stagedoor.kernel.DataSize;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Secret;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A route for signed requests: the signature covers the bytes as sent, and nothing else is accepted. */
class SignedRoutesTest {
    private static final Secret SECRET = Secret.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    private static final Instant NOW = Instant.ofEpochSecond(1_614_265_330);
    private static final StandardWebhooks WEBHOOKS = new StandardWebhooks(
            List.of(Secret.of("whsec_b2xkIHNlY3JldA=="), SECRET), Clock.fixed(NOW, ZoneOffset.UTC));
    private static final String BODY = "{\"test\": 2432232314}";

    private static final StartedServer SERVER = StartedServer.with(Route.post(
                    "/hooks/acme", new Access.Signed("standard-webhooks", "webhook-signature", request -> {
                        String id = WEBHOOKS.verify(request);
                        return new Principal.Sender(KeysInMemory.ACME, "webhook/" + id, null, request.requestId());
                    }))
            .named("hook.receive", "Receive a webhook")
            .takes(new Takes.Raw("application/webhook+json", new DataSize(1024)))
            .answers(Map.class)
            .by((exchange, body) -> Reply.ok(Map.of(
                    "tenant",
                    exchange.tenant().value(),
                    "actor",
                    exchange.principal().actor(),
                    "said",
                    said(body)))));

    private static String said(RawBody body) {
        return body.text();
    }

    @AfterAll
    static void close() {
        SERVER.close();
    }

    @Test
    void the_specifications_own_example_is_signed_as_it_says() {
        assertThat(StandardWebhooks.sign(
                        SECRET, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", BODY.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void a_signed_request_is_its_tenants_with_the_body_byte_for_byte() {
        HttpResponse<String> answer = SERVER.send(signed(BODY, NOW, BODY));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(StartedServer.json(answer.body()).get("tenant").asText()).isEqualTo(KeysInMemory.ACME.value());
        assertThat(StartedServer.json(answer.body()).get("actor").asText()).isEqualTo("sender:webhook/msg_1");
        assertThat(StartedServer.json(answer.body()).get("said").asText()).isEqualTo(BODY);
        assertThat(answer.headers().firstValue("RateLimit")).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"-301, 401", "-300, 200", "300, 200", "301, 401"})
    void a_timestamp_counts_for_five_minutes_either_way(long seconds, int status) {
        assertThat(SERVER.send(signed(BODY, NOW.plusSeconds(seconds), BODY)).statusCode())
                .isEqualTo(status);
    }

    @Test
    void a_changed_body_is_refused() {
        HttpResponse<String> refused = SERVER.send(signed(BODY, NOW, BODY + " "));

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(StartedServer.problem(refused).get("code").asText()).isEqualTo("unauthenticated");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "op", "acme"})
    void no_key_opens_a_route_for_signed_requests(String key) {
        assertThat(SERVER.send(SERVER.to("/hooks/acme", key)
                                .header("Content-Type", "application/webhook+json")
                                .POST(HttpRequest.BodyPublishers.ofString(BODY)))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void a_body_larger_than_the_route_allows_is_refused_before_anything_is_verified() {
        String large = "x".repeat(1025);
        assertThat(SERVER.send(signed(large, NOW, large)).statusCode()).isEqualTo(413);
    }

    @Test
    void another_content_type_is_refused() {
        HttpRequest.Builder request = signed(BODY, NOW, BODY).setHeader("Content-Type", "text/plain");
        assertThat(SERVER.send(request).statusCode()).isEqualTo(415);
    }

    private static HttpRequest.Builder signed(String signed, Instant at, String sent) {
        String timestamp = Long.toString(at.getEpochSecond());
        String signature = StandardWebhooks.sign(SECRET, "msg_1", timestamp, signed.getBytes(StandardCharsets.UTF_8));
        return SERVER.to("/hooks/acme")
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/webhook+json")
                .header("webhook-id", "msg_1")
                .header("webhook-timestamp", timestamp)
                .header("webhook-signature", "v1,bm90aGluZw== " + signature)
                .POST(HttpRequest.BodyPublishers.ofString(sent));
    }
}
