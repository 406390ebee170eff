// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import static dev.stagedoor.http.server.StartedServer.json;
import static dev.stagedoor.http.server.StartedServer.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stagedoor.http.HttpConfig;
import dev.stagedoor.http.Route;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is the same for every route: who is admitted, to whose data, and what the answer looks like. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RouterTest {
    private final StartedServer server =
            new StartedServer(HttpConfig.local(), Route.alsoUnderTenant(new Agents().routes()));

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void a_tenants_key_is_answered_about_its_own_tenant() {
        HttpResponse<String> answer = server.post("/api/v1/agents", "acme", "{\"slug\":\"support\"}");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(json(answer.body()).get("tenant").asText()).isEqualTo(KeysInMemory.ACME.value());
        assertThat(json(answer.body()).get("actor").asText()).startsWith("key:key_");
    }

    @Test
    void an_operator_names_the_tenant_in_the_path() {
        HttpResponse<String> answer = server.get("/api/v1/tenants/globex/agents/support", "op");

        assertThat(json(answer.body()).get("tenant").asText()).isEqualTo(KeysInMemory.GLOBEX.value());
        assertThat(json(answer.body()).get("said").asText()).isEqualTo("support");
    }

    @Test
    void an_operator_who_names_no_tenant_is_told_how() {
        JsonNode problem = problem(server.get("/api/v1/agents", "op"));

        assertThat(problem.get("code").asText()).isEqualTo("invalid_request");
        assertThat(problem.at("/errors/0/field").asText()).isEqualTo("tenant");
    }

    @Test
    void another_tenant_in_the_path_is_as_unknown_as_one_that_never_was() {
        HttpResponse<String> others = server.get("/api/v1/tenants/globex/agents", "acme");
        HttpResponse<String> nobodys = server.get("/api/v1/tenants/initech/agents", "acme");
        HttpResponse<String> own = server.get("/api/v1/tenants/acme/agents", "acme");

        assertThat(others.statusCode()).isEqualTo(404);
        assertThat(withoutId(others)).isEqualTo(withoutId(nobodys));
        assertThat(own.statusCode()).isEqualTo(200);
    }

    private static JsonNode withoutId(HttpResponse<String> response) {
        return ((ObjectNode) problem(response)).without("request_id");
    }

    @ParameterizedTest
    @CsvSource({
        "'',                  401, unauthenticated",
        "nobody,              401, unauthenticated",
        "acme-reader,         403, insufficient_scope",
        "op-without-scopes,   403, insufficient_scope",
        "pub,                 403, origin_not_allowed"
    })
    void who_may_not_is_told_so_before_the_body_is_looked_at(String key, int status, String code) {
        HttpResponse<String> answer = server.post("/api/v1/agents", key, "not json");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(problem(answer).get("code").asText()).isEqualTo(code);
        assertThat(answer.headers().firstValue("WWW-Authenticate").isPresent()).isEqualTo(status == 401);
    }

    @Test
    void a_missing_scope_is_named_and_explained() {
        JsonNode refused = problem(server.post("/api/v1/agents", "acme-reader", "not json"));
        String help = refused.get("help").asText();

        assertThat(refused.get("detail").asText()).contains("agents:write");
        assertThat(help).isEqualTo("/docs#description/scopes");
    }

    @Test
    void a_publishable_key_may_only_ask_for_tokens() {
        HttpRequest.Builder agents = server.to("/api/v1/agents", "pub").header("Origin", KeysInMemory.SHOP);

        assertThat(problem(server.send(agents)).get("code").asText()).isEqualTo("forbidden");
    }

    @Test
    void every_answer_carries_the_requests_id_and_the_security_headers() {
        HttpResponse<String> named =
                server.send(server.to("/api/v1/agents", "acme").header("X-Request-Id", "a.B-9_z"));
        HttpResponse<String> refused = server.send(server.to("/nowhere").header("X-Request-Id", "a.B-9_z"));

        for (HttpResponse<String> answer : List.of(named, refused)) {
            assertThat(answer.headers().map())
                    .containsEntry("x-request-id", List.of("a.B-9_z"))
                    .containsEntry("x-content-type-options", List.of("nosniff"))
                    .containsEntry("x-frame-options", List.of("DENY"))
                    .containsEntry("referrer-policy", List.of("no-referrer"))
                    .containsEntry("cache-control", List.of("no-store"))
                    .containsKey("content-security-policy")
                    .doesNotContainKey("strict-transport-security");
        }
        assertThat(problem(refused).get("request_id").asText()).isEqualTo("a.B-9_z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"with space", "semi;colon", "<script>", "ünicode"})
    void an_ill_formed_request_id_is_replaced(String id) {
        HttpResponse<String> answer =
                server.send(server.to("/api/v1/agents", "acme").header("X-Request-Id", id.replace("ü", "%")));

        assertThat(answer.headers().firstValue("X-Request-Id").orElse("")).matches("req_[0-9a-z]{24}");
    }

    @Test
    void a_request_id_has_at_most_64_characters() {
        HttpResponse<String> longest = server.send(server.to("/").header("X-Request-Id", "a".repeat(64)));
        HttpResponse<String> longer = server.send(server.to("/").header("X-Request-Id", "a".repeat(65)));

        assertThat(longest.headers().firstValue("X-Request-Id")).hasValue("a".repeat(64));
        assertThat(longer.headers().firstValue("X-Request-Id").orElse("")).startsWith("req_");
    }

    @Test
    void an_unknown_path_and_a_wrong_method_are_problems_too() {
        HttpResponse<String> nowhere = server.get("/api/v1/agents/", "acme");
        HttpResponse<String> put =
                server.send(server.to("/api/v1/agents", "acme").PUT(HttpRequest.BodyPublishers.noBody()));

        assertThat(nowhere.statusCode()).isEqualTo(404);
        assertThat(problem(nowhere).get("code").asText()).isEqualTo("not_found");
        assertThat(put.statusCode()).isEqualTo(405);
        assertThat(put.headers().firstValue("Allow")).hasValue("GET, HEAD, POST");
        assertThat(problem(put).get("code").asText()).isEqualTo("method_not_allowed");
    }

    @Test
    void head_is_get_without_the_body() {
        HttpResponse<String> get = server.get("/api/v1/agents/support", "acme");
        String head = server.raw(StartedServer.wire(
                "HEAD /api/v1/agents/support HTTP/1.1",
                "Host: a",
                "Authorization: Bearer acme",
                "Connection: close",
                "",
                ""));

        assertThat(head).startsWith("HTTP/1.1 200 OK").endsWith("\r\n\r\n");
        assertThat(head.toLowerCase(Locale.ROOT))
                .contains("content-length: " + get.body().length() + "\r\n");
    }

    @Test
    void an_answer_says_how_much_of_the_allowance_is_left() {
        HttpResponse<String> answer = server.get("/api/v1/agents", "acme");

        assertThat(answer.headers().firstValue("RateLimit-Policy")).hasValue("\"burst\";q=100;w=60");
        assertThat(answer.headers().firstValue("RateLimit").orElse("")).matches("\"burst\";r=\\d+;t=1");
    }

    @Test
    void a_route_without_a_body_answers_204_with_or_without_an_empty_object() {
        assertThat(server.post("/api/v1/agents/support/stop", "acme", "{}").statusCode())
                .isEqualTo(204);
        assertThat(server.post("/api/v1/agents/support/stop", "acme", "").statusCode())
                .isEqualTo(204);
        assertThat(server.post("/api/v1/agents/support/stop", "acme", "{\"why\":1}")
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void pages_are_bounded() {
        assertThat(json(server.get("/api/v1/agents", "acme").body()).get("said").asText())
                .contains("limit=50");
        assertThat(server.get("/api/v1/agents?limit=200&after=x", "acme").statusCode())
                .isEqualTo(200);
        for (String limit : new String[] {"0", "201", "-1", "many", "", "99999999999"}) {
            JsonNode problem = problem(server.get("/api/v1/agents?limit=" + limit, "acme"));
            assertThat(problem.at("/errors/0/field").asText()).as(limit).isEqualTo("limit");
        }
    }
}
