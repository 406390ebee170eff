// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.models;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.PermissionDeniedException;
import com.anthropic.errors.RateLimitException;
import com.anthropic.errors.UnauthorizedException;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.sandbox.claude.Asked;
import dev.stagedoor.sandbox.claude.ClaudeCall;
import dev.stagedoor.sandbox.claude.ClaudeSettings;
import dev.stagedoor.sandbox.claude.SandboxClaude;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("An agent's worker calls its model by a lease, and never holds the key (K1, K2, T4, S2, S4)")
@Tag("slow")
class ModelLeaseTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static final String MODEL = "claude-haiku-4-5";
    private static final String TOKEN = "the-real-secret-of-the-profile";
    private static SandboxClaude provider;
    private static int number;

    private TestTenant acme;
    private String profile;

    @BeforeAll
    static void aProvider() {
        provider = SandboxClaude.start(0, ClaudeSettings.realTime(), TOKEN);
    }

    @AfterAll
    static void closeProvider() {
        provider.close();
    }

    @BeforeEach
    void aTenantWithAnAgentAndAProfile() {
        acme = new TestTenant(SERVER, "models-" + ++number);
        agent("demo", "\"model\":\"" + MODEL + "\"");
        profile = TeamProfile.selected(acme, provider, TOKEN);
    }

    @AfterEach
    void close() {
        provider.forgetRules();
        acme.close();
    }

    private void agent(String slug, String more) {
        done(acme.backend()
                .put("/api/v1/agents/" + slug, "{\"name\":\"Demo\",\"agent_name\":\"demo-worker\"," + more + "}"));
    }

    private Answer lease(String body) {
        return acme.backend().post("/api/v1/agents/demo/model-lease", body);
    }

    private static AnthropicClient sdk(Answer lease) {
        return AnthropicOkHttpClient.builder()
                .baseUrl(SERVER.url() + lease.at("/base_path"))
                .apiKey(lease.at("/lease"))
                .maxRetries(0)
                .build();
    }

    private static MessageCreateParams.Builder hello() {
        return MessageCreateParams.builder().model(MODEL).maxTokens(100).addUserMessage("Say hello.");
    }

    private static String text(AnthropicClient client) {
        return client.messages()
                .create(hello().build())
                .content()
                .getFirst()
                .asText()
                .text();
    }

    @Test
    void the_vendors_client_works_with_a_lease_as_its_key_or_as_its_token() {
        Answer lease = done(lease("{}"));
        AnthropicClient byToken = AnthropicOkHttpClient.builder()
                .baseUrl(SERVER.url() + lease.at("/base_path"))
                .authToken(lease.at("/lease"))
                .build();

        assertThat(lease.at("/model")).isEqualTo(MODEL);
        assertThat(lease.headers().firstValue("cache-control")).hasValue("no-store");
        assertThat(text(sdk(lease))).contains("Sandbox answer to: \"Say hello.\"");
        assertThat(text(byToken)).contains("Sandbox answer to: \"Say hello.\"");
        MessageCountTokensParams count = MessageCountTokensParams.builder()
                .model(MODEL)
                .addUserMessage("Say hello.")
                .build();
        assertThat(sdk(lease).messages().countTokens(count).inputTokens()).isPositive();
    }

    @Test
    void an_answer_is_streamed_as_it_is_made() {
        provider.when(Asked.anything())
                .answer(dev.stagedoor.sandbox.claude.Answer.text("one two three four five")
                        .slow(Duration.ofMillis(300)));

        try (StreamResponse<RawMessageStreamEvent> stream =
                sdk(done(lease("{}"))).messages().createStreaming(hello().build())) {
            Iterator<RawMessageStreamEvent> events = stream.stream().iterator();
            assertThat(events.next().isMessageStart()).isTrue();
            assertThat(provider.calls().last().ending()).isEqualTo(ClaudeCall.Ending.RUNNING);
            StringBuilder said = new StringBuilder();
            events.forEachRemaining(event -> event.contentBlockDelta()
                    .flatMap(delta -> delta.delta().text())
                    .ifPresent(piece -> said.append(piece.text())));
            assertThat(said).hasToString("one two three four five");
        }
    }

    @Test
    void the_provider_gets_the_profiles_secret_and_nothing_that_the_worker_chose_but_the_body() {
        Answer lease = done(lease("{}"));
        provider.calls().clear();

        sdk(lease)
                .messages()
                .create(hello().putAdditionalHeader("X-Forwarded-Host", "evil.example.com")
                        .putAdditionalHeader("Cookie", "a=b")
                        .putAdditionalQueryParam("beta", "true")
                        .putAdditionalHeader("anthropic-beta", "interleaved-thinking-2025-05-14")
                        .build());

        ClaudeCall call = provider.calls().last();
        assertThat(call.key()).isEqualTo(TOKEN);
        assertThat(call.path()).isEqualTo("/v1/messages");
        assertThat(call.header("anthropic-beta")).isEqualTo("interleaved-thinking-2025-05-14");
        assertThat(call.header("user-agent")).isEqualTo("stagedoor");
        assertThat(call.header("x-api-key")).isNull();
        assertThat(call.header("x-forwarded-host")).isNull();
        assertThat(call.header("cookie")).isNull();
        assertThat(call.header("x-stainless-lang")).isNull();
    }

    @Test
    void a_lease_is_for_its_agents_model_alone() {
        AnthropicClient client = sdk(done(lease("{}")));

        assertThatThrownBy(() ->
                        client.messages().create(hello().model("claude-opus-5").build()))
                .isInstanceOf(PermissionDeniedException.class)
                .hasMessageContaining(MODEL);
        assertThatThrownBy(
                        () -> client.messages().create(hello().maxTokens(64_000).build()))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("max_tokens");
        assertThatThrownBy(() -> client.messages()
                        .create(hello().putAdditionalHeader("anthropic-beta", "mcp-client-2025-11-20")
                                .build()))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("anthropic-beta");
    }

    @Test
    void a_field_in_another_case_is_refused_since_some_servers_read_names_whatever_their_case() {
        Answer lease = done(lease("{}"));
        String rest = ",\"max_tokens\":1,\"messages\":[]}";
        int before = provider.calls().with(TOKEN).size();

        for (String model : List.of("\"model\":\"" + MODEL + "\",\"MODEL\":\"claude-opus-5\"", "\"Model\":\"x\"")) {
            Answer refused =
                    SERVER.with(lease.at("/lease")).post(lease.at("/base_path") + "/v1/messages", "{" + model + rest);

            assertThat(refused.status()).as(model).isEqualTo(400);
            assertThat(refused.at("/error/message")).containsIgnoringCase("model:");
        }
        assertThat(provider.calls().with(TOKEN)).hasSize(before);
    }

    @Test
    void a_field_that_comes_twice_is_refused_since_the_provider_might_take_the_other_one() {
        Answer lease = done(lease("{}"));

        Answer twice = SERVER.with(lease.at("/lease"))
                .post(
                        lease.at("/base_path") + "/v1/messages",
                        "{\"model\":\"claude-opus-5\",\"model\":\"" + MODEL + "\",\"max_tokens\":1,\"messages\":[]}");
        Answer prose = SERVER.with(lease.at("/lease")).post(lease.at("/base_path") + "/v1/messages", "hello");

        assertThat(twice.status()).isEqualTo(400);
        assertThat(twice.at("/error/message")).contains("model");
        assertThat(prose.at("/error/type")).isEqualTo("invalid_request_error");
    }

    @Test
    void errors_have_the_vendors_shape_and_its_client_raises_what_it_should() {
        Answer nobody = SERVER.with("").post("/api/v1/anthropic/v1/messages", "{}");
        assertThat(nobody.status()).isEqualTo(401);
        assertThat(nobody.at("/type")).isEqualTo("error");
        assertThat(nobody.at("/error/type")).isEqualTo("authentication_error");
        assertThat(nobody.at("/request_id")).isNotEmpty();

        Answer lease = done(lease("{}"));
        provider.when(Asked.anything()).times(1).fails(429);
        assertThatThrownBy(() -> text(sdk(lease))).isInstanceOf(RateLimitException.class);
        provider.when(Asked.anything()).times(1).fails(401);
        assertThatThrownBy(() -> text(sdk(lease)))
                .isInstanceOf(PermissionDeniedException.class)
                .hasMessageContaining("profile Team");
        assertThat(done(acme.backend().get("/api/v1/agents")).status()).isEqualTo(200);
    }

    @Test
    void a_key_of_ours_is_no_lease_and_a_lease_is_no_key() {
        String key = acme.backend().key().revealText();

        assertThat(SERVER.with(key).post("/api/v1/anthropic/v1/messages", "{}").status())
                .isEqualTo(401);
        refused(SERVER.with(done(lease("{}")).at("/lease")).get("/api/v1/agents"), 401, "unauthenticated");
        assertThat(SERVER.with("sd_lease_" + "A".repeat(43))
                        .post("/api/v1/anthropic/v1/messages", "{}")
                        .at("/error/type"))
                .isEqualTo("authentication_error");
    }

    @Test
    void only_a_hash_of_a_lease_is_stored() {
        String text = done(lease("{}")).at("/lease");

        List<String> rows = SERVER.column("SELECT l::text FROM model_leases l");
        assertThat(rows).isNotEmpty().noneMatch(row -> row.contains(text.substring("sd_lease_".length())));
        assertThat(SERVER.column("SELECT detail FROM audit_entries WHERE action = 'model_lease.create'"))
                .noneMatch(detail -> detail.contains(text));
    }

    @Test
    void what_leases_were_used_for_is_counted_by_agent_profile_and_model() {
        AnthropicClient client = sdk(done(lease("{}")));
        text(client);
        try (StreamResponse<RawMessageStreamEvent> stream = client.messages().createStreaming(hello().build())) {
            stream.stream().forEach(event -> {});
        }

        until("both calls are counted", () -> usage().at("/items/0/calls").equals("2"));
        assertThat(usage().at("/items/0/agent")).isEqualTo("demo");
        assertThat(usage().at("/items/0/profile_id")).isEqualTo(profile);
        assertThat(usage().json().at("/items/0/input_tokens").asLong()).isPositive();
        assertThat(usage().json().at("/items/0/output_tokens").asLong()).isGreaterThan(10);
    }

    private Answer usage() {
        return done(acme.backend().get("/api/v1/model-leases/usage"));
    }

    @Test
    void what_leases_have_used_and_cost_stands_in_the_tenants_usage_of_models() {
        text(sdk(done(lease("{}"))));

        until("the call is counted", () -> ofTenant("day").at("/calls").asLong() == 1);
        JsonNode row = usage().json().at("/items/0");
        long input = row.path("input_tokens").asLong();
        long output = row.path("output_tokens").asLong();
        assertThat(row.path("cost").asDouble()).isEqualTo((input + 5 * output) / 1_000_000.0);
        for (String by : List.of("day", "agent", "profile")) {
            assertThat(ofTenant(by).at("/usage/cost")).as(by).isEqualTo(row.path("cost"));
            assertThat(ofTenant(by).at("/usage/output_tokens").asLong()).isEqualTo(output);
            assertThat(ofTenant(by).at("/runs").asLong()).isZero();
        }
        assertThat(ofTenant("agent").at("/name").asText()).isEqualTo("demo");
        assertThat(ofTenant("profile").at("/name").asText()).isEqualTo(profile);
    }

    private JsonNode ofTenant(String by) {
        return done(acme.backend().get("/api/v1/model-usage?by=" + by)).json().at("/items/0");
    }

    @Test
    void an_agent_without_a_model_or_a_tenant_without_a_profile_gets_no_lease() {
        agent("mute", "\"voice\":\"x\"");
        refused(acme.backend().post("/api/v1/agents/mute/model-lease", "{}"), 422, "invalid_request");
        refused(acme.backend().post("/api/v1/agents/nosuch/model-lease", "{}"), 404, "not_found");
        refused(lease("{\"user_id\":\"bob\"}"), 409, "no_profile_selected");
        refused(lease("{\"ttl\":86400}"), 422, "invalid_request");
        String writer = done(acme.backend()
                        .post("/api/v1/api-keys", "{\"kind\":\"secret\",\"name\":\"w\",\"scopes\":[\"agents:write\"]}"))
                .at("/key");
        refused(SERVER.with(writer).post("/api/v1/agents/demo/model-lease", "{}"), 403, "insufficient_scope");
    }

    @Test
    void the_documents_say_how_a_lease_is_sent() {
        String schemes = SERVER.with("")
                .get("/openapi.json")
                .json()
                .at("/components/securitySchemes")
                .toString();

        assertThat(schemes).contains("\"anthropic\"", "x-api-key");
        assertThat(SERVER.routes().stream()
                        .map(route -> route.path())
                        .filter(path -> path.contains("anthropic"))
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(
                        "/api/v1/anthropic/v1/messages", "/api/v1/anthropic/v1/messages/count_tokens");
    }

    @Test
    void a_lease_that_has_ended_raises_what_the_vendors_client_knows() {
        AnthropicClient client = sdk(done(lease("{\"ttl\":1}")));

        until("the lease has ended", () -> {
            try {
                text(client);
                return false;
            } catch (UnauthorizedException ended) {
                return true;
            }
        });
    }
}
