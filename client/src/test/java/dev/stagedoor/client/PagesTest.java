// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.api.agents.AgentView;
import dev.stagedoor.client.http.UnexpectedAnswerException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Lists of several pages as one stream. */
class PagesTest {
    private static String page(String slug, String next) {
        return ScriptedServer.json("200 OK", "{\"items\":[%s]%s}".formatted(slug, next));
    }

    private static final String FIRST = page("{\"slug\":\"a\"},{\"slug\":\"b\"}", ",\"next\":\"b\"");

    @Test
    void pages_are_fetched_one_after_the_other_and_only_when_needed() {
        try (ScriptedServer server =
                        ScriptedServer.of(FIRST, page("", ",\"next\":\"c\""), page("{\"slug\":\"d\"}", ""));
                StagedoorClient client = server.client()) {
            Stream<AgentView> all = client.agents().all();
            assertThat(server.requests()).isEmpty();

            assertThat(all.map(AgentView::slug)).containsExactly("a", "b", "d");
            assertThat(server.requests())
                    .extracting(head -> head.substring(0, head.indexOf('\n')))
                    .containsExactly(
                            "GET /api/v1/agents?limit=200 HTTP/1.1",
                            "GET /api/v1/agents?limit=200&after=b HTTP/1.1",
                            "GET /api/v1/agents?limit=200&after=c HTTP/1.1");
        }
    }

    @Test
    void the_second_page_is_not_fetched_for_what_the_first_holds() {
        try (ScriptedServer server = ScriptedServer.of(FIRST);
                StagedoorClient client = server.client()) {
            assertThat(client.agents().all().limit(2)).hasSize(2);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void a_loop_of_pages_is_detected() {
        try (ScriptedServer server = ScriptedServer.of(FIRST, page("{\"slug\":\"b\"}", ",\"next\":\"b\""));
                StagedoorClient client = server.client()) {
            assertThatThrownBy(() -> client.agents().all().count()).isInstanceOf(UnexpectedAnswerException.class);
        }
    }
}
