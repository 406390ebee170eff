// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import static dev.stagedoor.http.server.StartedServer.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.http.HttpConfig;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What browsers may read: only answers to publishable keys, from the origins the key allows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CorsTest {
    private static final String ALLOWED = "Access-Control-Allow-Origin";

    static {
        // The JDK's client restricts these headers because it is not a browser; here it acts as one.
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host,connection,origin");
    }

    private final StartedServer server = new StartedServer(HttpConfig.local(), new Agents().routes());

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/tokens, https://shop.example, POST,   204",
        "/api/v1/tokens, https://evil.example, POST,   204",
        "/api/v1/tokens, null,                 POST,   204",
        "/api/v1/tokens, https://shop.example, DELETE, 403",
        "/api/v1/tokens, https://shop.example, '',     403",
        "/api/v1/tokens, '',                   POST,   403",
        "/api/v1/agents, https://shop.example, POST,   405",
        "/nowhere,       https://shop.example, POST,   404"
    })
    void a_preflight_is_answered_alike_for_every_origin_on_routes_for_browsers(
            String path, String origin, String method, int status) {
        HttpRequest.Builder preflight = server.to(path).method("OPTIONS", BodyPublishers.noBody());
        HttpResponse<String> answer =
                server.send(with(with(preflight, "Origin", origin), "Access-Control-Request-Method", method));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue(ALLOWED).isPresent()).isEqualTo(status == 204);
        if (status == 204) {
            assertThat(answer.headers().firstValue(ALLOWED)).hasValue("*");
            assertThat(answer.headers().firstValue("Access-Control-Allow-Methods"))
                    .hasValue("POST");
            assertThat(answer.headers().firstValue("Access-Control-Allow-Headers"))
                    .hasValue("Authorization, Content-Type, Idempotency-Key, X-Request-Id");
            assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials"))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "pub,  https://shop.example, 201, true",
        "pub,  https://evil.example, 403, false",
        "pub,  '',                   403, false",
        "acme, https://shop.example, 201, false",
        "acme, '',                   201, false",
        "op,   https://shop.example, 422, false"
    })
    void an_answer_may_be_read_by_an_origin_only_if_its_publishable_key_admits_it(
            String key, String origin, int status, boolean readable) {
        HttpResponse<String> answer = server.send(with(server.to("/api/v1/tokens", key), "Origin", origin)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}")));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue(ALLOWED).isPresent()).isEqualTo(readable);
        assertThat(answer.headers().firstValue("Vary")).hasValue("Origin");
    }

    @Test
    void a_refusal_may_be_read_too_so_that_the_page_can_say_why() {
        HttpResponse<String> answer = server.send(with(server.to("/api/v1/tokens", "pub"), "Origin", KeysInMemory.SHOP)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("[]")));

        assertThat(problem(answer).get("code").asText()).isEqualTo("invalid_request");
        assertThat(answer.headers().firstValue(ALLOWED)).hasValue(KeysInMemory.SHOP);
    }

    private static HttpRequest.Builder with(HttpRequest.Builder request, String name, String value) {
        return value == null || value.isEmpty() ? request : request.header(name, value);
    }
}
