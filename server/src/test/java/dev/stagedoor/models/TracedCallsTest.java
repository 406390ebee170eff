// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.models;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Collector;
import dev.stagedoor.app.Collector.Span;
import dev.stagedoor.app.TestConfig;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.sandbox.claude.Answer;
import dev.stagedoor.sandbox.claude.Asked;
import dev.stagedoor.sandbox.claude.ClaudeSettings;
import dev.stagedoor.sandbox.claude.SandboxClaude;
import dev.stagedoor.tracing.TracingConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A call by a lease is a span at the operator's collector, which never learns what was said")
class TracedCallsTest {
    private static final Collector COLLECTOR = Collector.start();

    @RegisterExtension
    static final TestServer SERVER =
            TestServer.configured(usual -> TestConfig.with(usual, new TracingConfig(COLLECTOR.url(), 100)));

    private static final String MESSAGES = "/api/v1/anthropic/v1/messages";
    private static final String TOKEN = "the-real-secret-of-the-profile";
    private static final SandboxClaude PROVIDER = SandboxClaude.start(0, ClaudeSettings.realTime(), TOKEN);
    private static final int CLIENT = 3;
    private static final int UNSET = 0;
    private static final int ERROR = 2;

    private static int number;

    private TestTenant acme;
    private String agent;
    private String lease;

    @BeforeEach
    void aLease() {
        number++;
        agent = "demo-" + number;
        acme = new TestTenant(SERVER, "traced-calls-" + number);
        done(acme.backend()
                .put(
                        "/api/v1/agents/" + agent,
                        "{\"name\":\"Demo\",\"agent_name\":\"demo-worker\",\"model\":\"claude-haiku-4-5\"}"));
        TeamProfile.selected(acme, PROVIDER, TOKEN);
        lease = done(acme.backend().post("/api/v1/agents/" + agent + "/model-lease", "{}"))
                .at("/lease");
    }

    @AfterEach
    void close() {
        PROVIDER.forgetRules();
        acme.close();
    }

    @AfterAll
    static void stop() {
        PROVIDER.close();
        COLLECTOR.close();
    }

    private static String message(boolean stream) {
        return "{\"model\":\"claude-haiku-4-5\",\"max_tokens\":50,\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"Tell nobody.\"}]}";
    }

    private int status(String path, String json) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(SERVER.url() + path))
                .header("x-api-key", lease)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Span span() {
        until(
                "the collector has the span",
                () -> COLLECTOR.spans().stream()
                        .anyMatch(span -> span.at("gen_ai.agent.name").equals(agent)));
        return COLLECTOR.spans().stream()
                .filter(span -> span.at("gen_ai.agent.name").equals(agent))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void it_says_who_was_asked_and_what_was_counted(boolean stream) {
        assertThat(status(MESSAGES, message(stream))).isEqualTo(200);

        Span call = span();
        assertThat(call.name()).isEqualTo("chat claude-haiku-4-5");
        assertThat(call.kind()).isEqualTo(CLIENT);
        assertThat(call.status()).isEqualTo(UNSET);
        assertThat(call.at("gen_ai.request.max_tokens")).isEqualTo("50");
        assertThat(call.at("gen_ai.request.stream")).isEqualTo(stream ? "true" : "");
        assertThat(call.at("gen_ai.response.finish_reasons")).isEqualTo("[end_turn]");
        assertThat(Integer.parseInt(call.at("gen_ai.usage.input_tokens"))).isPositive();
        assertThat(Integer.parseInt(call.at("gen_ai.usage.output_tokens"))).isPositive();
        assertThat(call.at("server.port"))
                .isEqualTo(Integer.toString(PROVIDER.url().getPort()));
        assertThat(call.toString()).doesNotContain("Tell nobody", TOKEN);
    }

    @Test
    void a_refusal_is_an_error_with_its_status() {
        PROVIDER.when(Asked.anything()).answer(Answer.fails(529));

        assertThat(status(MESSAGES, message(true))).isEqualTo(529);

        assertThat(span().status()).isEqualTo(ERROR);
        assertThat(span().at("error.type")).isEqualTo("529");
    }

    @Test
    void a_provider_that_breaks_off_is_an_error_with_our_code() {
        PROVIDER.when(Asked.anything()).answer(Answer.hangsUp());

        assertThat(status(MESSAGES, message(false))).isEqualTo(529);

        assertThat(span().at("error.type")).isEqualTo("provider_unavailable");
    }

    @Test
    void tokens_that_are_only_counted_are_no_chat() {
        String counted = "{\"model\":\"claude-haiku-4-5\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
        assertThat(status(MESSAGES + "/count_tokens", counted)).isEqualTo(200);
        assertThat(status(MESSAGES, message(false))).isEqualTo(200);

        assertThat(span().at("gen_ai.request.max_tokens")).isEqualTo("50");
        assertThat(COLLECTOR.spans().stream()
                        .filter(span -> span.at("gen_ai.agent.name").equals(agent)))
                .hasSize(1);
    }
}
