// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.api.dispatch.ReceiptLine;
import dev.stagedoor.client.http.ProblemException;
import dev.stagedoor.client.http.UnexpectedAnswerException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Following a receipt across lost connections. */
class EventFeedTest {
    private static String event(int id, String status) {
        return "id: %d\nevent: dispatch.%s\ndata: {\"at\":\"2026-01-02T03:04:05Z\",\ndata: \"status\":\"%s\"}\n\n"
                .formatted(id, status, status);
    }

    private static List<String> statuses(StagedoorClient client) {
        List<String> seen = new ArrayList<>();
        try (EventFeed<ReceiptLine> feed = client.dispatches().follow("dsp_1")) {
            feed.forEachRemaining(line -> seen.add(line.status()));
        }
        return seen;
    }

    @Test
    void events_are_followed_to_the_last_across_a_lost_connection() {
        try (ScriptedServer server = ScriptedServer.of(
                        ScriptedServer.events(
                                ":\n\n" + event(1, "requested") + event(2, "sent") + "id: 3\ndata: {\"st"),
                        ScriptedServer.NOTHING,
                        ScriptedServer.events(event(3, "joined") + event(4, "completed") + event(5, "never")));
                StagedoorClient client = server.client()) {
            assertThat(statuses(client)).containsExactly("requested", "sent", "joined", "completed");
            assertThat(server.header(0, "Last-Event-ID")).isEmpty();
            assertThat(server.header(2, "Last-Event-ID")).isEqualTo("2");
        }
    }

    @Test
    void a_rejection_is_reported_at_once() {
        try (ScriptedServer server = ScriptedServer.of(ScriptedServer.problem(404, "", "not_found"));
                StagedoorClient client = server.client()) {
            assertThatThrownBy(() -> statuses(client)).isInstanceOf(ProblemException.class);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void an_answer_that_is_not_a_stream_is_reported_at_once() {
        try (ScriptedServer server = ScriptedServer.of(ScriptedServer.json("200 OK", "{}"));
                StagedoorClient client = server.client()) {
            assertThatThrownBy(() -> statuses(client)).isInstanceOf(UnexpectedAnswerException.class);
        }
    }
}
