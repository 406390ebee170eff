// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.models;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.sandbox.claude.Asked;
import dev.stagedoor.sandbox.claude.ClaudeCall;
import dev.stagedoor.sandbox.claude.ClaudeSettings;
import dev.stagedoor.sandbox.claude.SandboxClaude;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName(
        "A model lease ends with whatever it was made by and for, on every node, calls in progress too (K1, K2, T4)")
@Tag("slow")
class LeaseRevokedTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static final String MODEL = "claude-haiku-4-5";
    private static final String TOKEN = "the-real-secret-of-the-profile";
    private static final String MESSAGES = "/api/v1/anthropic/v1/messages";
    private static final String HELLO = "{\"model\":\"" + MODEL
            + "\",\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":\"Say hello.\"}]%s}";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static SandboxClaude provider;
    private static URI otherNode;
    private static int number;

    @BeforeAll
    static void aProviderAndAnotherNode() {
        provider = SandboxClaude.start(0, ClaudeSettings.realTime(), TOKEN);
        provider.when(Asked.saying("slowly"))
                .answer(dev.stagedoor.sandbox.claude.Answer.text("word ".repeat(2_000))
                        .slow(Duration.ofMillis(100)));
        otherNode = SERVER.startAnotherNode();
    }

    @AfterAll
    static void close() {
        provider.close();
    }

    /** A tenant with a lease. */
    record Leased(TestTenant tenant, String profile, String key, Answer lease) {
        static Leased next() {
            TestTenant tenant = new TestTenant(SERVER, "leased-" + ++number);
            agent(tenant, true, MODEL);
            String profile = TeamProfile.made(tenant, provider, TOKEN);
            done(tenant.backend().post("/api/v1/profiles/" + profile + "/select?user_id=alice"));
            Answer made = done(tenant.backend()
                    .post("/api/v1/api-keys", "{\"kind\":\"secret\",\"name\":\"w\",\"scopes\":[\"models:lease\"]}"));
            Answer lease = done(
                    SERVER.with(made.at("/key")).post("/api/v1/agents/demo/model-lease", "{\"user_id\":\"alice\"}"));
            return new Leased(tenant, profile, made.at("/api_key/id"), lease);
        }

        static void agent(TestTenant tenant, boolean enabled, String model) {
            done(tenant.backend()
                    .put(
                            "/api/v1/agents/demo",
                            "{\"name\":\"Demo\",\"agent_name\":\"demo\",\"model\":\"" + model + "\",\"enabled\":"
                                    + enabled + "}"));
        }

        Answer call(URI node) {
            return new Caller(node, Secret.of(lease.at("/lease"))).post(MESSAGES, HELLO.formatted(""));
        }
    }

    static Stream<Named<Consumer<Leased>>> ends() {
        return Map.<String, Consumer<Leased>>of(
                        "the lease is revoked",
                        it -> done(it.tenant()
                                .backend()
                                .delete("/api/v1/model-leases/" + it.lease().at("/id"))),
                        "its profile is deleted",
                        it -> done(it.tenant().backend().delete("/api/v1/profiles/" + it.profile())),
                        "the key that made it is revoked",
                        it -> done(it.tenant().backend().delete("/api/v1/api-keys/" + it.key())),
                        "its agent is deleted",
                        it -> done(it.tenant().backend().delete("/api/v1/agents/demo")),
                        "its agent is disabled",
                        it -> Leased.agent(it.tenant(), false, MODEL),
                        "its agent gets another model",
                        it -> Leased.agent(it.tenant(), true, "claude-opus-5"),
                        "its user is revoked",
                        it -> done(it.tenant().backend().post("/api/v1/users/alice/revoke")),
                        "its tenant is suspended",
                        it -> done(SERVER.operator().post(it.tenant().path("/suspend"))),
                        "its tenant is deleted",
                        it -> done(SERVER.operator().delete(it.tenant().path(""))))
                .entrySet()
                .stream()
                .map(entry -> Named.of(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void from_the_next_call_on_every_node(Consumer<Leased> end) {
        Leased leased = Leased.next();
        done(leased.call(SERVER.url()));
        done(leased.call(otherNode));

        end.accept(leased);

        for (URI node : List.of(otherNode, SERVER.url())) {
            Answer refused = leased.call(node);
            assertThat(refused.status()).as("%s", refused).isIn(401, 403);
            assertThat(refused.at("/error/type")).isIn("authentication_error", "permission_error");
        }
        leased.tenant().livekit().close();
    }

    @ParameterizedTest
    @MethodSource("ends")
    void in_the_middle_of_an_answer_and_the_provider_is_left(Consumer<Leased> end) throws Exception {
        Leased leased = Leased.next();
        HttpResponse<InputStream> answer = open(leased, otherNode);
        ClaudeCall call = provider.calls().last();
        byte[] first = answer.body().readNBytes(100);
        assertThat(first).isNotEmpty();

        end.accept(leased);

        String rest = new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(rest.strip().lines().toList().getLast()).contains("\"type\":\"error\"");
        until("the provider is left", () -> call.ending() == ClaudeCall.Ending.CLIENT_LEFT);
        leased.tenant().livekit().close();
    }

    private static HttpResponse<InputStream> open(Leased leased, URI node) throws IOException, InterruptedException {
        String body = HELLO.formatted(",\"stream\":true").replace("Say hello.", "Answer slowly.");
        HttpResponse<InputStream> answer = HTTP.send(
                HttpRequest.newBuilder(node.resolve(MESSAGES))
                        .header("x-api-key", leased.lease().at("/lease"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer;
    }

    @Test
    void at_once_even_on_a_node_that_was_told_of_nothing() {
        Leased leased = Leased.next();
        done(leased.call(SERVER.url()));

        SERVER.sql("UPDATE model_leases SET revoked_at = now() WHERE lease_id = '"
                + leased.lease().at("/id") + "'; UPDATE tenant_ledger SET epoch = epoch + 1 WHERE tenant_id = '"
                + leased.tenant().id() + "'");

        assertThat(leased.call(SERVER.url()).status()).isEqualTo(401);
        leased.tenant().close();
    }

    @Test
    void a_worker_that_leaves_ends_the_providers_answer_too() throws Exception {
        Leased leased = Leased.next();
        HttpResponse<InputStream> answer = open(leased, SERVER.url());
        ClaudeCall call = provider.calls().last();
        assertThat(answer.body().read()).isPositive();

        answer.body().close();

        until("the provider is left", () -> call.ending() == ClaudeCall.Ending.CLIENT_LEFT);
        leased.tenant().close();
    }
}
