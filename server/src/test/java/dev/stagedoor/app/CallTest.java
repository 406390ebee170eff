// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.sandbox.SandboxSettings;
import dev.stagedoor.sandbox.WorkerBehaviour;
import dev.stagedoor.sandbox.server.SandboxKey;
import dev.stagedoor.sandbox.server.SandboxLiveKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The main path, from tenant to joined agent, through the whole server with a sandbox LiveKit. */
class CallTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static final String SECRET = "a-secret-of-the-sandbox-of-acme-alone";

    private static SandboxLiveKit livekit;
    private static Caller acme;

    @BeforeAll
    static void a_tenant_with_a_project_and_an_agent() {
        livekit = SandboxLiveKit.start(0, SandboxKey.of("APIacme", SECRET), SandboxSettings.realTime());
        livekit.state().registerWorker("demo-agent", WorkerBehaviour.joins());
        Caller operator = SERVER.operator();
        operator.post("/api/v1/tenants", "{\"slug\":\"acme\",\"name\":\"Acme\"}");
        operator.put(
                "/api/v1/tenants/acme/credentials/livekit",
                "{\"server_url\":\"%s\",\"api_key\":\"APIacme\",\"api_secret\":\"%s\"}"
                        .formatted(livekit.url(), SECRET));
        operator.put("/api/v1/tenants/acme/agents/demo", "{\"name\":\"Demo\",\"agent_name\":\"demo-agent\"}");
        String scopes = "[\"tokens:mint\",\"calls:write\",\"calls:read\",\"dispatches:read\"]";
        Answer key = operator.post(
                "/api/v1/tenants/acme/api-keys", "{\"name\":\"backend\",\"scopes\":%s}".formatted(scopes));
        acme = SERVER.with(key.at("/key"));
    }

    @AfterAll
    static void close() {
        livekit.close();
    }

    @Test
    void a_triggered_call_has_its_agent_in_the_room_and_says_so() {
        Answer call =
                acme.post("/api/v1/trigger", "{\"agent_slug\":\"demo\",\"user_id\":\"alice\",\"wait\":\"joined\"}");

        assertThat(call.status()).isEqualTo(201);
        assertThat(call.at("/dispatch/status")).isEqualTo("joined");
        assertThat(call.at("/room_name")).startsWith("acme.");
        assertThat(livekit.state().listParticipants(call.at("/room_name")))
                .anyMatch(participant -> participant.identity().equals(call.at("/dispatch/agent_identity")));
    }

    @Test
    void a_token_for_nobody_in_particular_is_minted_for_the_tenants_own_server() {
        Answer token = acme.post("/api/v1/tokens", "{}");

        assertThat(token.status()).isEqualTo(201);
        assertThat(token.at("/server_url")).startsWith("ws://127.0.0.1:" + livekit.port());
    }
}
