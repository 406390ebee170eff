// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.http.HttpConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9112 §7.1 on the wire; E7: whatever is sent, nobody gets a 500 or a line in the log. */
@Isolated
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChunkedBodiesTest {
    private static final String BODY = "{\"slug\":\"a\"}";
    private static final String NEXT = "GET /version-of-nothing HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n";

    private final StartedServer server = new StartedServer(HttpConfig.local(), new Agents().routes());

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "chunked | c\\r\\nBODY\\r\\n0\\r\\n\\r\\n",
                "Chunked | c\\r\\nBODY\\r\\n0\\r\\n\\r\\n",
                "CHUNKED | 0000c\\r\\nBODY\\r\\n000\\r\\n\\r\\n",
                "chunked | C;name=value\\r\\nBODY\\r\\n0;last\\r\\n\\r\\n",
                "chunked | c ; a=\"quoted; text\"\\r\\nBODY\\r\\n0\\r\\n\\r\\n",
                "chunked | c\\r\\nBODY\\r\\n0\\r\\nChecksum: abc\\r\\nX-Other:\\r\\n\\r\\n",
                "chunked | 2\\r\\n{\"\\r\\na\\r\\nslug\":\"a\"}\\r\\n0\\r\\n\\r\\n"
            })
    void a_chunked_body_is_read_however_the_standard_lets_it_be_written(String coding, String body) {
        assertThat(sent("acme", "Connection: close\r\nTransfer-Encoding: " + coding, body))
                .startsWith("HTTP/1.1 201");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zz\\r\\nBODY\\r\\n0\\r\\n\\r\\n",
                "\\r\\nBODY\\r\\n0\\r\\n\\r\\n",
                " c\\r\\nBODY\\r\\n0\\r\\n\\r\\n",
                "-c\\r\\nBODY\\r\\n0\\r\\n\\r\\n",
                "+c\\r\\nBODY\\r\\n0\\r\\n\\r\\n",
                "0xc\\r\\nBODY\\r\\n0\\r\\n\\r\\n",
                "c,\\r\\nBODY\\r\\n0\\r\\n\\r\\n",
                "c;a\u0000\\r\\nBODY\\r\\n0\\r\\n\\r\\n",
                "ffffffffffffffffc\\r\\nBODY\\r\\n0\\r\\n\\r\\n",
                "c\\nBODY\\r\\n0\\r\\n\\r\\n",
                "c\\rBODY\\r\\n0\\r\\n\\r\\n",
                "c\\r\\nBODY0\\r\\n\\r\\n",
                "c\\r\\nBODYXX0\\r\\n\\r\\n",
                "c\\r\\nBODY\\n0\\r\\n\\r\\n",
                "b\\r\\nBODY\\r\\n0\\r\\n\\r\\n",
                "c\\r\\nBODY\\r\\n0\\r\\nno colon\\r\\n\\r\\n",
                "c\\r\\nBODY\\r\\n0\\r\\n: no name\\r\\n\\r\\n",
                "c\\r\\nBODY\\r\\n0\\r\\nNa me: x\\r\\n\\r\\n",
                "c\\r\\nBODY\\r\\n0\\r\\nName: x\\n\\r\\n",
                "c\\r\\nBODY\\r\\n0\\r\\nX\\r\\n"
            })
    void a_malformed_one_is_refused_and_nothing_after_it_is_a_request(String body) {
        for (String key : new String[] {"acme", "nobody"}) {
            try (LoggedFaults faults = new LoggedFaults()) {
                String answer = sent(key, "Transfer-Encoding: chunked", body + NEXT);

                assertThat(answer).startsWith(key.equals("acme") ? "HTTP/1.1 400" : "HTTP/1.1 401");
                assertThat(answer.split("HTTP/1\\.1 ", -1)).as("answers").hasSize(2);
                assertThat(faults.lines()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Transfer-Encoding: chunked | ''",
                "Transfer-Encoding: chunked | c",
                "Transfer-Encoding: chunked | c\\r\\n{",
                "Transfer-Encoding: chunked | 7fffffff\\r\\n{",
                "Transfer-Encoding: chunked | c\\r\\nBODY",
                "Transfer-Encoding: chunked | c\\r\\nBODY\\r\\n0\\r\\n",
                "Content-Length: 100        | {",
                "Content-Length: 100        | ''"
            })
    void a_client_that_leaves_half_way_is_not_answered_with_an_internal_error(String framing, String body) {
        for (String key : new String[] {"acme", "nobody"}) {
            try (LoggedFaults faults = new LoggedFaults()) {
                assertThat(sent(key, framing, body)).doesNotContain("HTTP/1.1 5");
                assertThat(faults.lines()).isEmpty();
            }
        }
    }

    @Test
    void what_surrounds_the_chunks_is_bounded() {
        String extension = ";" + "a".repeat(20_000);
        String trailers = "A: b\r\n".repeat(10_000);

        assertThat(sent("acme", "Transfer-Encoding: chunked", "c" + extension + "\r\nBODY\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("too large");
        assertThat(sent("acme", "Transfer-Encoding: chunked", "c\r\nBODY\r\n0\r\n" + trailers + "\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("too large");
    }

    @Test
    void a_connection_goes_on_after_a_chunked_body() {
        String second =
                "GET /api/v1/agents HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer acme\r\nConnection: close\r\n\r\n";

        String answers = sent("acme", "Transfer-Encoding: Chunked", "c\r\nBODY\r\n0\r\nA: b\r\n\r\n" + second);

        assertThat(answers).startsWith("HTTP/1.1 201").contains("HTTP/1.1 200");
    }

    @Test
    void a_body_that_opens_no_websocket_is_not_taken_for_frames() {
        String upgrade = "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nTransfer-Encoding: gzip\r\nConnection: Upgrade";

        assertThat(sent("acme", upgrade, "{}")).startsWith("HTTP/1.1 400").contains("malformed_request");
    }

    /** Sends the request and then nothing more; what comes back until the server closes. */
    private String sent(String key, String headers, String body) {
        String request = "POST /api/v1/agents HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + key
                + "\r\nContent-Type: application/json\r\n" + headers + "\r\n\r\n"
                + body.replace("\\r", "\r").replace("\\n", "\n").replace("BODY", BODY);
        try (Socket socket = server.connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
