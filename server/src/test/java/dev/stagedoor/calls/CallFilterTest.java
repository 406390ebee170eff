// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.client.CallFilter;
import dev.stagedoor.client.PageRequest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Calls are found by status, agent, user, room and time")
@Tag("slow")
class CallFilterTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static TestTenant acme;
    private static String alices;
    private static String bobs;
    private static String ended;

    @BeforeAll
    static void threeCalls() {
        acme = new TestTenant(SERVER, "acme").withAgent("demo").withAgent("scribe");
        ended = call("demo", "alice", "hall");
        done(acme.backend().post("/api/v1/calls/" + ended + "/end"));
        alices = call("demo", "alice", "lobby");
        bobs = call("scribe", "bob", "lobby");
    }

    @AfterAll
    static void close() {
        acme.close();
    }

    private static String call(String agent, String user, String room) {
        return done(acme.trigger("{\"agent_slug\":\"%s\",\"user_id\":\"%s\",\"room_name\":\"%s\",\"wait\":\"joined\"}"
                        .formatted(agent, user, room)))
                .at("/call_id");
    }

    private static List<String> found(String query) {
        return done(acme.backend().get("/api/v1/calls?" + query))
                .json()
                .path("items")
                .findValuesAsText("id");
    }

    @Test
    void each_filter_and_several_together() {
        assertThat(found("status=open")).containsExactly(bobs, alices);
        assertThat(found("status=live")).containsExactly(bobs, alices);
        assertThat(found("status=ended")).containsExactly(ended);
        assertThat(found("agent=demo")).containsExactly(alices, ended);
        assertThat(found("user=bob")).containsExactly(bobs);
        assertThat(found("room=lobby")).containsExactly(bobs, alices);
        assertThat(found("room=acme.hall")).containsExactly(ended);
        assertThat(found("user=alice&status=open&agent=demo&room=lobby")).containsExactly(alices);
        assertThat(found("user=nobody")).isEmpty();
    }

    @Test
    void from_a_time_up_to_before_another() {
        Instant second = Instant.parse(
                done(acme.backend().get("/api/v1/calls/" + alices)).at("/created_at"));

        assertThat(found("from=" + second)).containsExactly(bobs, alices);
        assertThat(found("to=" + second)).containsExactly(ended);
    }

    @Test
    void pages_of_what_matches() {
        Answer first = done(acme.backend().get("/api/v1/calls?agent=demo&limit=1"));

        assertThat(first.json().path("items").findValuesAsText("id")).containsExactly(alices);
        assertThat(found("agent=demo&limit=1&after=" + first.at("/next"))).containsExactly(ended);
    }

    @Test
    void the_client_filters_alike() {
        CallFilter lobby = new CallFilter("open", null, null, "lobby", null, null);

        assertThat(acme.client().calls().list(lobby, new PageRequest(1, null)).items())
                .extracting(call -> call.id())
                .containsExactly(bobs);
        assertThat(acme.client().calls().all(lobby))
                .extracting(call -> call.id())
                .containsExactly(bobs, alices);
    }

    @ParameterizedTest
    @CsvSource({"status,running", "from,yesterday", "to,+1000000000-01-01T00:00:00Z", "room,''"})
    void what_is_wrong_with_a_filter_is_named(String name, String value) {
        String query = name + "=" + value.replace("+", "%2B");

        assertThat(refused(acme.backend().get("/api/v1/calls?" + query), 422, "invalid_request")
                        .fields())
                .containsExactly(name);
    }
}
