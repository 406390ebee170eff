// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.stagedoor.client.http.ApiKey;
import dev.stagedoor.client.http.ProblemException;
import dev.stagedoor.client.http.UnexpectedAnswerException;
import dev.stagedoor.client.http.UnreachableException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The three kinds of failure, none of which shows the key. */
class AnswersTest {
    @Test
    void a_problem_has_all_that_the_server_sent() {
        String body = """
            {"type":"about:blank","title":"A value is not allowed","status":422,"code":"invalid_request",
             "detail":"slug: is taken","request_id":"req_7","errors":[{"field":"slug","detail":"is taken"}]}""";
        try (ScriptedServer server = ScriptedServer.of(
                        ScriptedServer.http("422 No", "Content-Type: application/problem+json\r\n", body));
                StagedoorClient client = server.client()) {
            ProblemException problem = catchThrowableOfType(
                    ProblemException.class, () -> client.agents().get("demo"));

            assertThat(problem.status()).isEqualTo(422);
            assertThat(problem.code()).isEqualTo("invalid_request");
            assertThat(problem.detail()).isEqualTo("slug: is taken");
            assertThat(problem.requestId()).isEqualTo("req_7");
            assertThat(problem.errors())
                    .singleElement()
                    .satisfies(error -> assertThat(error.field()).isEqualTo("slug"));
        }
    }

    @Test
    void what_a_problem_links_to_is_on_the_server_that_was_asked() {
        String body = """
            {"type":"about:blank","title":"The key lacks a scope","status":403,"code":"insufficient_scope",
             "detail":"No.","request_id":"req_8","help":"/docs#description/scopes"}""";
        try (ScriptedServer server = ScriptedServer.of(
                        ScriptedServer.http("403 No", "Content-Type: application/problem+json\r\n", body));
                StagedoorClient client = server.client()) {
            ProblemException problem = catchThrowableOfType(
                    ProblemException.class, () -> client.agents().get("demo"));

            assertThat(problem.help().orElseThrow()).matches("http://[^/]+/docs#description/scopes");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nhi",
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 4\r\n\r\nnull",
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 3\r\n\r\n[1]",
                "HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nhi",
                "HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
                "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"
            })
    void another_servers_answer_is_told_apart_from_a_refusal(String answer) {
        try (ScriptedServer server = ScriptedServer.of(answer);
                StagedoorClient client = server.client()) {
            assertThatThrownBy(() -> client.agents().get("demo"))
                    .isInstanceOf(UnexpectedAnswerException.class)
                    .hasMessageContaining(server.url().toString());
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void a_refused_connection_is_unreachable_and_nothing_was_done() {
        URI gone;
        try (ScriptedServer server = ScriptedServer.of()) {
            gone = server.url();
        }
        try (StagedoorClient client = StagedoorClient.of(gone, ApiKey.of("sd_live_test"))) {
            UnreachableException told = catchThrowableOfType(
                    UnreachableException.class, () -> client.agents().get("demo"));

            assertThat(told).hasMessage("cannot reach " + gone + ": connection refused");
            assertThat(told.outcomeUnknown()).isFalse();
        }
    }

    @Test
    void names_are_encoded_as_single_segments() {
        try (ScriptedServer server = ScriptedServer.of();
                StagedoorClient client = server.client()) {
            assertThatThrownBy(() -> client.inTenant("acme").calls().removeParticipant("call_1", "../a b/é?x=1#%"))
                    .isInstanceOf(UnreachableException.class);

            assertThat(server.requests().getFirst())
                    .startsWith("POST /api/v1/tenants/acme/calls/call_1/participants/..%2Fa%20b%2F%C3%A9%3Fx%3D1%23%25"
                            + "/remove HTTP/1.1\n");
        }
    }

    @Test
    void a_key_is_never_printed() {
        assertThat(ApiKey.of(" sd_live_abc\n")).asString().isEqualTo("ApiKey[redacted]");
        assertThatThrownBy(() -> ApiKey.of("sd_live_abc def"))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("abc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ftp://h", "//h", "h:80", "http://", "http://u:p@h", "http://h?x=1", "http://h#x", "/only/a/path"
            })
    void what_is_no_servers_url_is_refused(String url) {
        ApiKey key = ApiKey.of("sd_live_test");
        assertThatThrownBy(() -> StagedoorClient.of(URI.create(url), key)).isInstanceOf(IllegalArgumentException.class);
    }
}
