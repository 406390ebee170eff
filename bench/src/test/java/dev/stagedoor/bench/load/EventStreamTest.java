// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventStreamTest {
    private final List<String> seen = new ArrayList<>();

    private EventStream.Read read(String text) throws IOException {
        return EventStream.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), seen::add);
    }

    @Test
    void the_last_event_says_how_it_ended() throws IOException {
        EventStream.Read read = read("""
                id: 1
                event: start
                data: {}

                event:chunk
                data: {"data":"Hello"}

                event: complete
                data: {}

                """);

        assertThat(read).isEqualTo(new EventStream.Read("complete", 3));
        assertThat(seen).containsExactly("start", "chunk", "complete");
    }

    @Test
    void comments_that_keep_it_alive_are_no_events() throws IOException {
        assertThat(read(": keep-alive\n\nevent: start\ndata: {}\n\n: keep-alive\n\n"))
                .isEqualTo(new EventStream.Read("start", 1));
    }

    @Test
    void an_event_that_was_cut_off_does_not_count() throws IOException {
        assertThat(read("event: start\ndata: {}\n\nevent: complete\ndata: {"))
                .isEqualTo(new EventStream.Read("start", 1));
        assertThat(read("")).isEqualTo(new EventStream.Read("", 0));
    }
}
