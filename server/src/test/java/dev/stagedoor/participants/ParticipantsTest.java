// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.participants;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A call tells who is in its room, and who was: from looking alone, where LiveKit sends no webhooks")
@Tag("slow")
class ParticipantsTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static int number;

    private TestTenant acme;

    @BeforeEach
    void aTenant() {
        acme = new TestTenant(SERVER, "acme-" + ++number).withAgent("demo");
    }

    @AfterEach
    void close() {
        acme.close();
    }

    private JsonNode participants(Answer call) {
        return acme.backend().get("/api/v1/calls/" + call.at("/call_id")).json().path("participants");
    }

    private JsonNode listed(Answer call) {
        return StreamSupport.stream(
                        acme.backend()
                                .get("/api/v1/calls?status=open")
                                .json()
                                .path("items")
                                .spliterator(),
                        false)
                .filter(one -> one.path("id").asText().equals(call.at("/call_id")))
                .findFirst()
                .orElseThrow()
                .path("participants");
    }

    private static List<String> identities(JsonNode people) {
        return people.findValuesAsText("identity");
    }

    @Test
    void whoever_is_in_the_room_is_shown_with_the_call_and_in_the_list() {
        Answer call = acme.joinedCall("demo");
        String agent = call.at("/dispatch/agent_identity");
        acme.livekit().state().join(call.at("/room_name"), "alice");

        until("alice has been seen", () -> identities(participants(call)).contains("alice"));

        assertThat(identities(participants(call))).containsExactly(agent, "alice");
        assertThat(participants(call).findValuesAsText("kind")).containsExactly("agent", "standard");
        assertThat(identities(listed(call))).containsExactly(agent, "alice");
    }

    @Test
    void whoever_has_left_is_shown_with_when_they_left_and_no_longer_in_the_list() {
        Answer call = acme.joinedCall("demo");
        acme.livekit().state().join(call.at("/room_name"), "alice");
        until("alice has been seen", () -> identities(participants(call)).contains("alice"));

        acme.livekit().state().removeParticipant(call.at("/room_name"), "alice");

        until("she has been missed", () -> participants(call).get(1).hasNonNull("left_at"));
        assertThat(identities(listed(call))).doesNotContain("alice");
    }

    @Test
    void the_timeline_tells_all_of_it_in_order() {
        Answer call = acme.joinedCall("demo");
        acme.livekit().state().join(call.at("/room_name"), "alice");
        until("alice has been seen", () -> identities(participants(call)).contains("alice"));
        done(acme.backend().post("/api/v1/calls/" + call.at("/call_id") + "/end"));

        JsonNode steps = acme.backend()
                .get("/api/v1/calls/" + call.at("/call_id") + "/timeline")
                .json()
                .path("steps");

        List<String> what = steps.findValuesAsText("what");
        assertThat(what)
                .contains("call.trigger", "dispatch.requested", "dispatch.sent", "dispatch.joined", "call.end")
                .contains("participant.joined");
        assertThat(what.indexOf("dispatch.sent")).isLessThan(what.indexOf("dispatch.joined"));
        assertThat(steps.findValuesAsText("at")).isSorted();
        assertThat(steps.findParents("request_id").stream()
                        .filter(step -> step.path("what").asText().equals("call.trigger"))
                        .map(step -> step.path("request_id").asText()))
                .containsExactly(call.headers().firstValue("X-Request-Id").orElseThrow());
    }

    @Test
    void another_tenants_call_has_no_timeline() {
        Answer call = acme.joinedCall("demo");
        try (Stranger stranger = new Stranger(new TestTenant(SERVER, "globex-" + number))) {
            TestTenant.refused(
                    stranger.tenant().backend().get("/api/v1/calls/" + call.at("/call_id") + "/timeline"),
                    404,
                    "not_found");
        }
    }

    private record Stranger(TestTenant tenant) implements AutoCloseable {
        @Override
        public void close() {
            tenant.close();
        }
    }
}
