// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.models;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.json.Json;
import dev.stagedoor.sandbox.claude.Answer;
import dev.stagedoor.sandbox.claude.Asked;
import dev.stagedoor.sandbox.claude.ClaudeSettings;
import dev.stagedoor.sandbox.claude.SandboxClaude;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("How a model's answers are passed on: whole, counted, and without a connection for each")
class PassedAnswersTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static final String MESSAGES = "/api/v1/anthropic/v1/messages";
    private static final String TOKEN = "the-real-secret-of-the-profile";
    private static final String LAST_CHUNK = "\r\n0\r\n\r\n";
    private static final Pattern CONTENT_LENGTH = Pattern.compile("Content-Length: (\\d+)");
    private static SandboxClaude provider;
    private static TestTenant acme;
    private static String lease;

    @BeforeAll
    static void aLease() {
        provider = SandboxClaude.start(0, ClaudeSettings.realTime(), TOKEN);
        acme = new TestTenant(SERVER, "passed");
        done(acme.backend()
                .put(
                        "/api/v1/agents/demo",
                        "{\"name\":\"Demo\",\"agent_name\":\"demo-worker\",\"model\":\"claude-haiku-4-5\"}"));
        TeamProfile.selected(acme, provider, TOKEN);
        lease = done(acme.backend().post("/api/v1/agents/demo/model-lease", "{}"))
                .at("/lease");
    }

    @AfterAll
    static void close() {
        acme.close();
        provider.close();
    }

    private static String message(int maxTokens, boolean stream) {
        return "{\"model\":\"claude-haiku-4-5\",\"max_tokens\":" + maxTokens + ",\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"Say hello.\"}]}";
    }

    private static long outputTokens() {
        return done(acme.backend().get("/api/v1/model-leases/usage"))
                .json()
                .at("/items/0/output_tokens")
                .asLong();
    }

    @Test
    void a_long_answer_that_is_not_streamed_comes_whole_and_is_counted() throws Exception {
        String all = "word ".repeat(30_000);
        provider.when(Asked.anything()).answer(Answer.text(all));
        long before = outputTokens();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(SERVER.url() + MESSAGES))
                    .header("x-api-key", lease)
                    .header("content-type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(message(32_000, false)))
                    .build();

            assertThat(http.send(request, BodyHandlers.ofString()).body()).contains(all.strip());
        } finally {
            provider.forgetRules();
        }
        until("it is counted", () -> outputTokens() > before + 20_000);
    }

    @Test
    void the_next_call_comes_on_the_same_connection() throws Exception {
        String body = message(100, true);
        byte[] request = request(lease, body);
        try (Socket connection =
                new Socket(InetAddress.getLoopbackAddress(), SERVER.url().getPort())) {
            for (int call = 0; call < 20; call++) {
                connection.getOutputStream().write(request);

                assertThat(whole(connection.getInputStream()))
                        .startsWith("HTTP/1.1 200 ")
                        .contains("event: message_stop");
            }
        }
    }

    @Test
    void a_streamed_one_that_is_revoked_in_the_middle_ends_with_an_error_of_the_vendors_and_ends_its_body()
            throws Exception {
        String rest = revokedWhileStreamed();

        assertThat(rest).contains("\n\nevent: error").doesNotContain("event: message_stop");
        String last = rest.substring(rest.lastIndexOf("\n\nevent: "));
        assertThat(last).startsWith("\n\nevent: error\ndata: {").endsWith("}\n\n" + LAST_CHUNK);
        String data = last.substring(last.indexOf('{'), last.lastIndexOf('}') + 1);
        JsonNode error = Json.read(data, JsonNode.class);
        assertThat(error.at("/type").asText()).isEqualTo("error");
        assertThat(error.at("/error/type").asText()).isEqualTo("authentication_error");
    }

    @Test
    void one_that_is_not_streamed_and_is_revoked_in_the_middle_ends_with_its_connection() throws Exception {
        // White space makes no tokens of its own: more than the connection holds while nobody reads it.
        provider.when(Asked.saying("at length")).answer(Answer.text((" ".repeat(1_000) + "word").repeat(7_000)));
        Revocable revocable = Revocable.next();
        try (Socket connection = new Socket()) {
            connection.setReceiveBufferSize(4_096);
            connection.setSoTimeout(30_000);
            connection.connect(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), SERVER.url().getPort()));
            connection
                    .getOutputStream()
                    .write(request(revocable.text(), message(32_000, false).replace("hello", "it at length")));
            assertThat(connection.getInputStream().readNBytes(13)).asString().isEqualTo("HTTP/1.1 200 ");

            revocable.revoke();
            // Each ends with its own next check, which comes no sooner than one of the reply that waits.
            revokedWhileStreamed();
            revokedWhileStreamed();

            String rest = new String(connection.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(rest).contains("word").doesNotContain(LAST_CHUNK);
        } finally {
            provider.forgetRules();
        }
    }

    /** A lease of its own. */
    private record Revocable(String id, String text) {
        static Revocable next() {
            dev.stagedoor.app.Caller.Answer lease = done(acme.backend().post("/api/v1/agents/demo/model-lease", "{}"));
            return new Revocable(lease.at("/id"), lease.at("/lease"));
        }

        void revoke() {
            done(acme.backend().delete("/api/v1/model-leases/" + id));
        }
    }

    /** What comes to the last chunk of a streamed answer whose lease is revoked in the middle. */
    private static String revokedWhileStreamed() throws IOException {
        provider.when(Asked.saying("slowly"))
                .answer(Answer.text("word ".repeat(2_000)).slow(Duration.ofMillis(20)));
        Revocable revocable = Revocable.next();
        try (Socket connection =
                new Socket(InetAddress.getLoopbackAddress(), SERVER.url().getPort())) {
            connection
                    .getOutputStream()
                    .write(request(revocable.text(), message(32_000, true).replace("hello", "it slowly")));
            upTo("event: content_block_delta", connection.getInputStream());
            revocable.revoke();
            return chunked(connection.getInputStream());
        } finally {
            provider.forgetRules();
        }
    }

    private static byte[] request(String key, String body) {
        return ("POST " + MESSAGES + " HTTP/1.1\r\nHost: localhost\r\nx-api-key: " + key
                        + "\r\ncontent-type: application/json\r\ncontent-length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** To its end; one that arrived at once has a length. */
    private static String whole(InputStream in) throws IOException {
        String head = upTo("\r\n\r\n", in);
        Matcher length = CONTENT_LENGTH.matcher(head);
        return head
                + (length.find()
                        ? new String(in.readNBytes(Integer.parseInt(length.group(1))), StandardCharsets.US_ASCII)
                        : chunked(in));
    }

    /** To its last chunk. */
    private static String chunked(InputStream in) throws IOException {
        return upTo(LAST_CHUNK, in);
    }

    private static String upTo(String end, InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.length() < end.length() || text.indexOf(end, text.length() - end.length()) < 0) {
            int one = in.read();
            assertThat(one).as("the connection ended after: %s", text).isNotNegative();
            text.append((char) one);
        }
        return text.toString();
    }
}
