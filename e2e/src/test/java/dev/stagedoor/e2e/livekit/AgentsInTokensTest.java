// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.livekit;

import static dev.stagedoor.app.TestTenant.claims;
import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.e2e.Await;
import dev.stagedoor.livekit.ServerUrl;
import dev.stagedoor.livekit.api.AgentDispatch;
import dev.stagedoor.livekit.api.LiveKitClient;
import dev.stagedoor.livekit.api.Project;
import dev.stagedoor.livekit.api.Room;
import dev.stagedoor.livekit.token.ApiKey;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("On a real server, a token brings its agent when its holder enters, and the driver takes it over (D4)")
class AgentsInTokensTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @SuppressWarnings("InlineFormatString") // It is quoted twice over where it is used.
    private static final String AGENT = "{\"agent_name\":\"demo\",\"metadata\":\"{ \\\"x\\\" : 1 }\"%s}";

    private static final String METADATA = "{ \"x\" : 1 }";

    private static RealTenant acme;
    private static AgentWorker worker;
    private static LiveKitClient client;
    private static Project project;

    @BeforeAll
    static void a_tenant_with_a_worker() {
        acme = RealTenant.created(SERVER.operator(), "acme").withAgent("demo", "demo-agent");
        worker = AgentWorker.serving(acme.livekit(), "demo-agent");
        client = LiveKitClient.create((host, address) -> address.isLoopbackAddress());
        project = Project.of(
                ServerUrl.parse(acme.livekit().url()),
                ApiKey.of(acme.livekit().key(), acme.livekit().secret()));
    }

    @AfterAll
    static void close() {
        client.close();
        worker.close();
        acme.close();
    }

    private static Answer token(String room, String more) {
        return acme.key()
                .post(
                        "/api/v1/tokens",
                        "{\"room_name\":\"%s\",\"room_config\":{\"max_participants\":3,\"metadata\":\"m\",\"agents\":[%s]}}"
                                .formatted(room, AGENT.formatted(more)));
    }

    private static Person entering(Answer token) {
        return Person.enter(token.at("/server_url"), token.at("/participant_token"));
    }

    private static Answer joined(Answer token) {
        String call = "/api/v1/calls/" + token.at("/calls/0/call_id");
        return Await.value(
                "the agent of " + call + " has joined",
                PATIENCE,
                () -> Optional.of(done(acme.key().get(call)))
                        .filter(seen -> seen.at("/dispatches/0/status").equals("joined")));
    }

    @Test
    void the_room_is_as_the_token_says_and_its_agent_has_the_metadata_unchanged() {
        Answer token = done(token("lobby", ",\"restart_policy\":\"JRP_NEVER\""));
        assertThat(acme.hasRoom("acme.lobby")).isFalse();

        try (Person alice = entering(token)) {
            assertThat(alice.gotIn()).isTrue();
            Answer call = joined(token);

            acme.onlyAgent("acme.lobby", call.at("/dispatches/0/agent_identity"), Duration.ofSeconds(8));
            Room room = client.rooms(project).listRooms("acme.lobby").getFirst();
            assertThat(room.maxParticipants()).isEqualTo(3);
            assertThat(room.metadata()).isEqualTo("m");
            assertThat(client.dispatches(project).listDispatch("acme.lobby"))
                    .singleElement()
                    .extracting(AgentDispatch::metadata)
                    .isEqualTo(METADATA);
            assertThat(call.at("/dispatches/0/attempts")).isEqualTo("1");
        }
    }

    @Test
    void a_room_that_lived_without_the_agent_gets_it_too() {
        Answer plain = done(acme.key().post("/api/v1/tokens", "{\"room_name\":\"hall\"}"));
        try (Person bob = entering(plain)) {
            assertThat(bob.gotIn()).isTrue();
            Answer token = done(token("hall", ""));

            try (Person alice = entering(token)) {
                assertThat(alice.gotIn()).isTrue();
                Answer call = joined(token);

                acme.onlyAgent("acme.hall", call.at("/dispatches/0/agent_identity"), Duration.ofSeconds(8));
                assertThat(client.dispatches(project).listDispatch("acme.hall"))
                        .filteredOn(one -> one.agentName().equals("demo-agent"))
                        .singleElement()
                        .extracting(AgentDispatch::metadata)
                        .isEqualTo(METADATA);
            }
        }
    }

    @Test
    void a_field_that_would_make_it_reject_the_token_is_refused_by_name() {
        Answer answer = token("yard", ",\"attributes\":{\"k\":\"v\"}");

        assertThat(refused(answer, 422, "invalid_request").fields()).containsExactly("room_config.agents.attributes");
        assertThat(claims(done(token("yard", "")).at("/participant_token"))
                        .at("/roomConfig/agents/0/agentName")
                        .asText())
                .isEqualTo("demo-agent");
    }
}
