// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.Fixture;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Calls that an earlier or a newer version stored are read, kept, and stop nothing (E6)")
class CallsUpgradeTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static TestTenant acme;

    @BeforeAll
    static void rows() {
        acme = new TestTenant(SERVER, "acme").withAgent("greeter");
        SERVER.sql(Fixture.sql("calls/1.sql", acme.id()));
    }

    @AfterAll
    static void close() {
        acme.close();
    }

    @Test
    void a_stored_call_is_shown_as_it_was_stored() {
        Answer call = done(acme.backend().get("/api/v1/calls/" + id(1)));

        assertThat(List.of("mode", "user_id", "room_name", "session_id", "conversation_id", "end_reason", "ended_at"))
                .extracting(field -> call.at("/" + field))
                .containsExactly("voice", "alice", "acme.desk", "s-1", "c-1", "room_closed", "2026-01-01T12:10:00Z");
    }

    @Test
    void a_list_leaves_out_the_calls_that_cannot_be_read_and_pages_past_them() {
        List<String> shown = new ArrayList<>();
        String after = "";
        do {
            Answer page = done(acme.backend().get("/api/v1/calls?limit=2" + after));
            for (JsonNode call : page.json().path("items")) {
                shown.add(
                        call.path("id").asText() + " " + call.path("end_reason").asText());
            }
            after = page.json().path("next").isMissingNode() ? "" : "&after=" + page.at("/next");
        } while (!after.isEmpty());

        assertThat(shown)
                .contains(
                        id(8) + " credential_rejected",
                        id(7) + " no_agent",
                        id(6) + " too_long",
                        id(5) + " requested",
                        id(1) + " room_closed")
                .noneMatch(call -> call.startsWith(id(3)) || call.startsWith(id(4)));
    }

    @Test
    void the_job_ends_a_call_although_it_cannot_read_the_one_before_and_keeps_what_it_does_not_know() {
        until("the call is ended", () -> row(2).equals("TOO_LONG kept"));

        assertThat(SERVER.column("SELECT mode FROM calls WHERE ended_at IS NULL"))
                .containsExactly("HOLOGRAM");
    }

    private static String row(int number) {
        return SERVER.column("SELECT concat_ws(' ', end_reason, added_later) FROM calls WHERE call_id = '" + id(number)
                        + "'")
                .getFirst();
    }

    private static String id(int number) {
        return "call_01j0000000000000000000000" + number;
    }
}
