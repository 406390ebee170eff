// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.http.Access;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.Form;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.http.Takes;
import dev.stagedoor.kernel.DataSize;
import dev.stagedoor.kernel.Scope;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A route that takes forms: both encodings, within its limits. */
class FormRoutesTest {
    private static final String URL_ENCODED = "application/x-www-form-urlencoded";
    private static final String MULTIPART = "multipart/form-data; boundary=\"b-1\"";
    private static final Form.Limits LIMITS = new Form.Limits(3, 8, 10, new DataSize(16), new DataSize(1024));

    private static final StartedServer SERVER =
            StartedServer.with(Route.post("/api/v1/forms", new Access.TenantScope(Scope.AGENTS_WRITE))
                    .named("form.send", "Send a form")
                    .takes(new Takes.FormData(LIMITS))
                    .answers(Map.class)
                    .by(FormRoutesTest::echo));

    private static Reply echo(Exchange exchange, Form form) {
        String files = form.files().stream()
                .map(file -> file.field()
                        + '='
                        + file.name()
                        + ':'
                        + file.contentType()
                        + ':'
                        + new String(file.content(), StandardCharsets.UTF_8))
                .toList()
                .toString();
        return new Reply.Text(
                200, "text/plain", form.fields() + files + form.value("a").orElse("-"));
    }

    @AfterAll
    static void close() {
        SERVER.close();
    }

    @ParameterizedTest
    @CsvSource({
        "a=1&b=%C3%A9+x&b=2, '{a=[1], b=[é x, 2]}[]1'",
        "a, '{a=[]}[]'",
        "'', '{}[]-'",
        "a=x=y%0A, '{a=[x=y\n]}[]x=y\n'"
    })
    void an_url_encoded_form_keeps_its_order_and_repetitions(String body, String read) {
        assertThat(send(URL_ENCODED, body).body()).isEqualTo(read);
    }

    @Test
    void a_multipart_form_has_fields_and_files() {
        HttpResponse<String> answer = send(
                MULTIPART,
                part("name=\"a\"", "", "1")
                        + part(
                                "name=\"f\"; filename=\"C:\\fake\\x%22.txt\"",
                                "Content-Type: text/csv\r\n", "a\r\n--b\r\nc")
                        + "--b-1--\r\n");

        assertThat(answer.body()).isEqualTo("{a=[1]}[f=x\".txt:text/csv:a\r\n--b\r\nc]1");
    }

    @ParameterizedTest
    @CsvSource({
        "a=1&a=2, 422, invalid_request",
        "a=12345678901, 422, invalid_request",
        "a=%00, 422, invalid_request",
        "a=1&b=1&c=1&d=1, 413, payload_too_large",
        "toolongname=1, 400, malformed_request",
        "=1, 400, malformed_request",
        "a=1&, 400, malformed_request",
        "a=%zz, 400, malformed_request",
        "a=%FF, 400, malformed_request",
    })
    void what_is_beyond_the_limits_or_no_form_is_refused(String body, int status, String code) {
        assertRefused(send(URL_ENCODED, body), status, code);
    }

    @Test
    void a_form_larger_than_the_route_allows_is_refused() {
        assertRefused(send(URL_ENCODED, "a=" + "x".repeat(1023)), 413, "payload_too_large");
        String file = part("name=\"f\"; filename=\"x\"", "", "x".repeat(17)) + "--b-1--";
        assertRefused(send(MULTIPART, file), 413, "payload_too_large");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--b-1",
                "--b-1--x",
                "--b-1\r\n\r\n\r\n--b-1--",
                "--b-1\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1",
                "--b-1\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--b-1--",
                "--b-1\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n1\r\n--b-1--",
                "x--b-1\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b-1--",
            })
    void what_is_no_multipart_form_is_refused(String body) {
        assertRefused(send(MULTIPART, body), 400, "malformed_request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/plain", "multipart/form-data", "multipart/mixed; boundary=b-1"})
    void other_content_types_are_refused(String contentType) {
        assertRefused(send(contentType, "a=1"), 415, "unsupported_media_type");
    }

    private static String part(String disposition, String headers, String content) {
        return "--b-1\r\nContent-Disposition: form-data; " + disposition + "\r\n" + headers + "\r\n" + content + "\r\n";
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(StartedServer.problem(answer).get("code").asText()).isEqualTo(code);
    }

    private static HttpResponse<String> send(String contentType, String body) {
        return SERVER.send(SERVER.to("/api/v1/forms", "acme")
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }
}
