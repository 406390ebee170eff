// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.models;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.sandbox.claude.Answer;
import dev.stagedoor.sandbox.claude.Asked;
import dev.stagedoor.sandbox.claude.ClaudeSettings;
import dev.stagedoor.sandbox.claude.SandboxClaude;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
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
        byte[] request = ("POST " + MESSAGES + " HTTP/1.1\r\nHost: localhost\r\nx-api-key: " + lease
                        + "\r\ncontent-type: application/json\r\ncontent-length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
        try (Socket connection =
                new Socket(InetAddress.getLoopbackAddress(), SERVER.url().getPort())) {
            for (int call = 0; call < 20; call++) {
                connection.getOutputStream().write(request);

                assertThat(chunked(connection.getInputStream()))
                        .startsWith("HTTP/1.1 200 ")
                        .contains("event: message_stop");
            }
        }
    }

    /** To its last chunk. */
    private static String chunked(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        while (!text.toString().endsWith("\r\n0\r\n\r\n")) {
            int one = in.read();
            assertThat(one).as("the connection ended after: %s", text).isNotNegative();
            text.append((char) one);
        }
        return text.toString();
    }
}
