// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.models;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.Caller;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.livekit.ParticipantKind;
import dev.stagedoor.livekit.token.AccessToken;
import dev.stagedoor.livekit.token.ApiKey;
import dev.stagedoor.livekit.token.TokenSigner;
import dev.stagedoor.livekit.token.VideoGrant;
import dev.stagedoor.sandbox.WorkerBehaviour;
import dev.stagedoor.sandbox.claude.Asked;
import dev.stagedoor.sandbox.claude.ClaudeCall;
import dev.stagedoor.sandbox.claude.ClaudeSettings;
import dev.stagedoor.sandbox.claude.SandboxClaude;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName(
        "A job's metadata says where its worker gets a lease; only that worker does, while its dispatch lives (S2, I4, K2)")
@Tag("slow")
class WorkerLeaseTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static final String TOKEN = "the-real-secret-of-the-profile";
    private static final String MESSAGE = "{\"model\":\"claude-haiku-4-5\",\"max_tokens\":50,"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    private static SandboxClaude provider;
    private static URI otherNode;
    private static int number;

    private TestTenant acme;
    private JsonNode call;

    @BeforeAll
    static void aProviderAndAnotherNode() {
        provider = SandboxClaude.start(0, ClaudeSettings.realTime(), TOKEN);
        otherNode = SERVER.startAnotherNode();
    }

    @AfterAll
    static void closeProvider() {
        provider.close();
    }

    @BeforeEach
    void aCallWithAnAgentThatAsksForALease() {
        acme = new TestTenant(SERVER, "worker-" + ++number);
        acme.livekit().state().registerWorker("demo-worker", WorkerBehaviour.joins());
        agent(true);
        TeamProfile.selected(acme, provider, TOKEN);
        call = trigger();
    }

    @AfterEach
    void close() {
        acme.close();
    }

    private void agent(boolean leases) {
        done(acme.backend()
                .put(
                        "/api/v1/agents/demo",
                        "{\"name\":\"Demo\",\"agent_name\":\"demo-worker\",\"model\":\"claude-haiku-4-5\","
                                + "\"model_lease\":" + leases + "}"));
    }

    private JsonNode trigger() {
        return done(acme.backend()
                        .post("/api/v1/trigger", "{\"agent_slug\":\"demo\",\"user_id\":\"alice\",\"wait\":\"joined\"}"))
                .json();
    }

    private String dispatch() {
        return call.at("/dispatch/id").asText();
    }

    private String identity() {
        return call.at("/dispatch/agent_identity").asText();
    }

    private static String token(TestTenant signer, String room, String identity, ParticipantKind kind) {
        AccessToken token = AccessToken.forParticipant(identity)
                .kind(kind)
                .video(VideoGrant.joining(room))
                .ttl(Duration.ofMinutes(10))
                .build();
        return new TokenSigner(ApiKey.of(signer.keyId(), signer.secret()))
                .sign(token)
                .jwt();
    }

    private String job() {
        return token(acme, call.at("/room_name").asText(), identity(), ParticipantKind.AGENT);
    }

    private Answer redeem(String token) {
        return redeem(token, dispatch());
    }

    private Answer redeem(String token, String dispatch) {
        return SERVER.with(token).post(acme.path("/model-leases/redeem"), "{\"dispatch_id\":\"" + dispatch + "\"}");
    }

    @Test
    void the_metadata_has_the_place_and_no_lease_and_the_agents_own_token_gets_one_that_works() {
        String room = call.at("/room_name").asText();
        String metadata =
                acme.livekit().state().listDispatch(room, "").getFirst().metadata();
        assertThat(Json.read(metadata, JsonNode.class).at("/model_lease/path").asText())
                .isEqualTo(acme.path("/model-leases/redeem"));
        assertThat(metadata).doesNotContain("sd_lease_", TOKEN);

        Answer lease = done(redeem(job()));

        assertThat(lease.at("/model")).isEqualTo("claude-haiku-4-5");
        assertThat(done(SERVER.with(lease.at("/lease")).post(lease.at("/base_path") + "/v1/messages", MESSAGE))
                        .at("/content/0/text"))
                .contains("Sandbox answer to: \"Hi\"");
    }

    @Test
    void nobody_else_gets_it() {
        String room = call.at("/room_name").asText();
        TestTenant globex = new TestTenant(SERVER, "globex-" + number);

        refused(redeem(""), 401, "unauthenticated");
        refused(redeem(call.at("/participant_token").asText()), 401, "unauthenticated");
        refused(redeem(token(acme, room, "alice", ParticipantKind.STANDARD)), 401, "unauthenticated");
        refused(redeem(token(globex, room, identity(), ParticipantKind.AGENT)), 401, "unauthenticated");
        refused(redeem(acme.backend().key().revealText()), 401, "unauthenticated");
        refused(redeem(token(acme, room, "agent-other", ParticipantKind.AGENT)), 404, "not_found");
        refused(redeem(token(acme, acme.slug() + ".other", identity(), ParticipantKind.AGENT)), 404, "not_found");
        refused(redeem(job(), "dsp_" + "0".repeat(26)), 404, "not_found");
        refused(redeem(job(), "x"), 404, "not_found");
        globex.close();
    }

    @Test
    void the_agent_of_a_call_that_has_ended_gets_no_more_and_one_that_does_not_ask_none() {
        agent(false);
        refused(redeem(job()), 403, "forbidden");
        agent(true);
        done(acme.backend().post("/api/v1/calls/" + call.at("/call_id").asText() + "/end"));

        refused(redeem(job()), 404, "not_found");
    }

    @Test
    void a_lease_ends_with_its_dispatch_from_the_next_call_on_every_node() {
        String lease = done(redeem(job())).at("/lease");
        done(ask(SERVER.url(), lease));
        done(ask(otherNode, lease));

        done(acme.backend().post("/api/v1/dispatches/" + dispatch() + "/cancel"));

        for (URI node : List.of(otherNode, SERVER.url())) {
            Answer refused = ask(node, lease);
            assertThat(refused.status()).as("%s", refused).isEqualTo(401);
            assertThat(refused.at("/error/type")).isEqualTo("authentication_error");
        }
        String key = done(acme.backend().post("/api/v1/agents/demo/model-lease", "{}"))
                .at("/lease");
        done(ask(otherNode, key));
    }

    @Test
    void a_lease_ends_with_its_call_in_the_middle_of_an_answer_on_another_node() throws Exception {
        provider.when(Asked.saying("slowly"))
                .answer(dev.stagedoor.sandbox.claude.Answer.text("word ".repeat(2_000))
                        .slow(Duration.ofMillis(100)));
        String body = MESSAGE.replace("Hi", "Answer slowly.").replace("{\"model\"", "{\"stream\":true,\"model\"");
        HttpResponse<InputStream> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(otherNode.resolve("/api/v1/anthropic/v1/messages"))
                                .header("x-api-key", done(redeem(job())).at("/lease"))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.body().readNBytes(100)).hasSize(100);
        ClaudeCall passed = provider.calls().last();

        done(acme.backend().post("/api/v1/calls/" + call.at("/call_id").asText() + "/end"));

        String rest = new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(rest.strip().lines().toList().getLast()).contains("\"type\":\"error\"", "authentication_error");
        until("the provider is left", () -> passed.ending() == ClaudeCall.Ending.CLIENT_LEFT);
    }

    private static Answer ask(URI node, String lease) {
        return new Caller(node, Secret.of(lease)).post("/api/v1/anthropic/v1/messages", MESSAGE);
    }

    @Test
    void an_agent_that_does_not_ask_is_told_of_no_lease() {
        agent(false);
        JsonNode other = trigger();

        String room = other.at("/room_name").asText();
        assertThat(acme.livekit().state().listDispatch(room, "").getFirst().metadata())
                .doesNotContain("model_lease");
    }
}
