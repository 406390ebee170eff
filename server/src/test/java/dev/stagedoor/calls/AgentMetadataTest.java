// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import static dev.stagedoor.app.TestTenant.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.json.Json;
import dev.stagedoor.sandbox.WorkerBehaviour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("An agent receives exactly the metadata that docs/guides/agents.md shows")
class AgentMetadataTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static TestTenant acme;

    @BeforeAll
    static void a_tenant_with_the_agent_of_the_guide() {
        acme = new TestTenant(SERVER, "acme").withAgent("demo");
        done(acme.backend().put("/api/v1/agents/demo", """
            {"name": "Demo agent", "agent_name": "demo-worker", "system_prompt": "Be brief.", "model": "gpt-x",
             "voice": "alto", "tools": ["weather"], "model_lease": true}"""));
        acme.livekit().state().registerWorker("bare-worker", WorkerBehaviour.joins());
        acme.withAgent("bare", "{}");
    }

    @AfterAll
    static void close() {
        acme.close();
    }

    @Test
    void every_field_in_this_order_and_no_other() throws IOException {
        Answer call = done(acme.trigger("""
            {"agent_slug": "demo", "user_id": "alice", "session_id": "s-17", "conversation_id": "c-4",
             "context": {"room": 12}, "message": "Hello", "wait": "joined"}"""));

        assertThat(received(call)).isEqualTo(guide(call));
    }

    @Test
    void what_has_no_value_is_left_out() {
        Answer call = done(acme.trigger("{\"agent_slug\": \"bare\", \"user_id\": \"bob\", \"wait\": \"joined\"}"));

        assertThat(received(call)).isEqualTo("""
                {"version":1,"call_id":"%s","tenant":"acme","mode":"voice","user_id":"bob",\
                "agent":{"slug":"bare","name":"bare"},"dispatch_id":"%s","attempt":1}""".formatted(call.at("/call_id"), call.at("/dispatch/id")));
    }

    private static String received(Answer call) {
        return acme.livekit()
                .state()
                .listDispatch(call.at("/room_name"), "")
                .getFirst()
                .metadata();
    }

    /** The guide's example, without its spaces and with the ids of this call. */
    private static String guide(Answer call) throws IOException {
        Matcher block = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("../docs/guides/agents.md")));
        assertThat(block.find()).isTrue();
        return Json.text(Json.mapper().readTree(block.group(1)))
                .replaceFirst("call_\\w{26}", call.at("/call_id"))
                .replaceFirst("dsp_\\w{26}", call.at("/dispatch/id"));
    }
}
