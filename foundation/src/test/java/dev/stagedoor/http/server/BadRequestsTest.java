// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import static dev.stagedoor.http.server.StartedServer.json;
import static dev.stagedoor.http.server.StartedServer.problem;
import static dev.stagedoor.http.server.StartedServer.wire;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.http.HttpConfig;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input is refused with a detail that names the fault. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadRequestsTest {
    private static final int MIB = 1 << 20;

    private final Agents agents = new Agents();
    private final StartedServer server = new StartedServer(HttpConfig.local(), agents.routes());

    @AfterAll
    void stop() {
        server.close();
    }

    @AfterEach
    void the_server_still_serves() {
        assertThat(server.get("/api/v1/agents", "acme").statusCode()).isEqualTo(200);
    }

    @Test
    void a_body_of_exactly_1_mib_is_read_and_one_byte_more_is_refused() {
        assertThat(problem(server.post("/api/v1/agents", "acme", padded(MIB)))
                        .get("code")
                        .asText())
                .isEqualTo("malformed_request");
        refused(server.post("/api/v1/agents", "acme", padded(MIB + 1)), 413, "payload_too_large");
    }

    @Test
    void a_chunked_body_is_bounded_though_it_names_no_length() {
        byte[] body = padded(MIB + 1).getBytes(StandardCharsets.UTF_8);

        refused(
                server.send(server.to("/api/v1/agents", "acme")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))),
                413,
                "payload_too_large");
    }

    @Test
    void a_length_of_many_gigabytes_is_refused_before_a_byte_of_it_comes() {
        String answer = server.raw(wire(
                "POST /api/v1/agents HTTP/1.1",
                "Host: a",
                "Authorization: Bearer acme",
                "Content-Type: application/json",
                "Content-Length: 99999999999",
                "",
                ""));

        assertThat(answer).startsWith("HTTP/1.1 413").contains("payload_too_large");
    }

    /** A JSON string of that many bytes: too long for a field, so it never reaches the handler. */
    private static String padded(int bytes) {
        return "{\"slug\":\"" + "a".repeat(bytes - 11) + "\"}";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Content-Length: 5\\r\\nContent-Length: 6",
                "Content-Length: 5\\r\\nContent-Length: 5",
                "Content-Length: 5\\r\\nTransfer-Encoding: chunked",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: chunked\\r\\nTransfer-Encoding: identity",
                "Transfer-Encoding: xchunked",
                "Content-Length: +5",
                "Content-Length: -1",
                "Content-Length: 0x5",
                "Content-Length: five",
                "Content-Length:"
            })
    void a_body_that_two_servers_could_frame_differently_is_refused_and_the_connection_closed(String framing) {
        String answer = server.raw("POST /api/v1/agents HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer acme\r\n"
                + "Content-Type: application/json\r\n" + framing.replace("\\r\\n", "\r\n")
                + "\r\n\r\n{\"a\":GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400").contains("malformed_request");
        assertThat(answer.split("HTTP/1\\.1 ", -1)).as("answers").hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GARBAGE\r\n\r\n",
                "{\"a\":GET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET\r\n\r\n",
                "GET / HTTP/9.9\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nno colon here\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nBad Name: x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX: a\u0000b\r\n\r\n",
                "GET /\u0000 HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET http:// HTTP/1.1\r\nHost: a\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n"
            })
    void what_is_no_http_is_answered_400_and_the_connection_closed(String request) {
        String answer = server.raw(request);

        assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json", "malformed_request");
    }

    @Test
    void headers_are_bounded_in_size_and_in_number() {
        String large = "X-Large: " + "a".repeat(20_000) + "\r\n";
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            many.append("X-").append(i).append(": 1\r\n");
        }

        for (String headers : List.of(large, many.toString())) {
            assertThat(server.raw("GET /api/v1/agents HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n"))
                    .startsWith("HTTP/1.1 4")
                    .contains("application/problem+json");
        }
        assertThat(server.raw("GET /" + "a".repeat(10_000) + " HTTP/1.1\r\nHost: a\r\n\r\n"))
                .startsWith("HTTP/1.1 4")
                .contains("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%00",
                "\u00f0\u009f\u0098\u0080",
                "%0A",
                "a%1Fb",
                "%C2%85",
                "%7F",
                "%",
                "%4",
                "%zz",
                "%ff",
                "%C3",
                "%ED%A0%80",
                "%C0%80"
            })
    void a_path_value_that_is_no_text_is_refused_by_its_name(String slug) {
        String answer = server.raw("GET /api/v1/agents/" + slug
                + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer acme\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400").contains("malformed_request");
    }

    @Test
    void a_path_value_has_at_most_256_characters() {
        assertThat(server.get("/api/v1/agents/" + "a".repeat(256), "acme").statusCode())
                .isEqualTo(200);
        JsonNode problem = refused(server.get("/api/v1/agents/" + "a".repeat(257), "acme"), 400, "malformed_request");
        assertThat(problem.at("/errors/0/field").asText()).isEqualTo("slug");
    }

    @Test
    void a_path_value_may_be_any_text_once_it_is_encoded_and_is_never_more_than_one_segment() {
        String body =
                server.get("/api/v1/agents/%F0%9F%98%80%20%2F..%2F", "acme").body();
        assertThat(json(body).get("said").asText()).isEqualTo("😀 /../");
        assertThat(server.get("/api/v1/agents/a/b", "acme").statusCode()).isEqualTo(404);
        assertThat(server.get("/api/v1/agents//", "acme").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "limit=1&limit=2,   limit, is given more than once",
        "limti=1,           limti, 'is not a query parameter of this route; did you mean limit?'",
        "zzzzzzzz=1,        zzzzzzzz, 'is not a query parameter of this route; the parameters are limit, after'",
        "after=%00,         after, has a control character",
        "after=%ff,         after, is not UTF-8",
        "limit=1&&after=x,  query, 'is not a query parameter of this route; the parameters are limit, after'"
    })
    void a_query_parameter_is_known_text_and_given_once(String query, String field, String detail) {
        JsonNode problem = refused(server.get("/api/v1/agents?" + query, "acme"), 400, "malformed_request");

        assertThat(problem.at("/errors/0/field").asText()).isEqualTo(field);
        assertThat(problem.at("/errors/0/detail").asText()).isEqualTo(detail);
    }

    @Test
    void a_query_value_is_bounded() {
        refused(server.get("/api/v1/agents?after=" + "a".repeat(1025), "acme"), 400, "malformed_request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/xml",
                "application/jsonp",
                "application/json; charset=utf-16",
                "json",
                ""
            })
    void a_body_of_another_type_is_refused(String type) {
        HttpRequest.Builder request =
                server.to("/api/v1/agents", "acme").POST(BodyPublishers.ofString("{\"slug\":\"a\"}"));

        refused(
                server.send(type.isEmpty() ? request : request.header("Content-Type", type)),
                415,
                "unsupported_media_type");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "Application/JSON",
                "application/json;charset=UTF-8",
                "application/json; charset=\"utf-8\""
            })
    void json_is_json_however_it_is_spelt(String type) {
        assertThat(server.send(server.to("/api/v1/agents", "acme")
                                .header("Content-Type", type)
                                .POST(BodyPublishers.ofString("{\"slug\":\"a\"}")))
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void every_constraint_that_is_broken_is_named_by_the_fields_path_on_the_wire() {
        JsonNode problem = refused(
                server.post(
                        "/api/v1/agents",
                        "acme",
                        "{\"max_calls\":11,\"voice\":{\"language_code\":\"123456789\"},\"others\":[{\"language_code\":\"de\"},{}]}"),
                422,
                "invalid_request");

        assertThat(problem.get("errors").findValuesAsText("field"))
                .containsExactly("max_calls", "others[1].language_code", "slug", "voice.language_code");
        assertThat(problem.at("/errors/2/detail").asText()).isEqualTo("must not be null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\u0000b", "\\u0000", "\\\\\\u0000"})
    void a_nul_is_refused_by_its_field_for_the_database_could_not_keep_it(String escaped) {
        JsonNode problem = refused(
                server.post("/api/v1/agents", "acme", "{\"slug\":\"" + escaped + "\"}"), 422, "invalid_request");

        assertThat(problem.at("/errors/0/field").asText()).isEqualTo("slug");
        refused(server.post("/api/v1/tokens", "acme", "{\"" + escaped + "\":1}"), 422, "invalid_request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud800", "\\udc00\\ud800", "a\\uD83D"})
    void half_a_surrogate_pair_is_no_text(String escaped) {
        refused(server.post("/api/v1/agents", "acme", "{\"slug\":\"" + escaped + "\"}"), 422, "invalid_request");
        refused(server.post("/api/v1/tokens", "acme", "{\"" + escaped + "\":1}"), 400, "malformed_request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud83d\\ude00", "\\\\u0000", "\\\\\\\\u0000", "d\\u00e9j\\u00e0"})
    void text_that_only_looks_like_it_is_kept(String escaped) {
        assertThat(server.post("/api/v1/agents", "acme", "{\"slug\":\"" + escaped + "\"}")
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void a_header_that_decides_something_is_given_once() {
        String answer = server.raw(wire(
                "GET /api/v1/agents HTTP/1.1",
                "Host: a",
                "Authorization: Bearer acme",
                "Authorization: Bearer op",
                "Connection: close",
                "",
                ""));

        assertThat(answer).startsWith("HTTP/1.1 400").contains("Authorization");
    }

    private JsonNode refused(HttpResponse<String> response, int status, String code) {
        JsonNode problem = problem(response);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(problem.get("code").asText()).isEqualTo(code);
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("detail").asText()).isNotBlank();
        return problem;
    }
}
