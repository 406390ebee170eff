// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.api.orchestration.RunEventData;
import dev.stagedoor.cli.console.Screen;
import dev.stagedoor.cli.console.Shell;
import dev.stagedoor.client.Runs;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A run on a terminal is a line per agent: state, time, tokens and the end of what it says")
class LiveViewTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private LiveView view() {
        PrintStream screen = new PrintStream(out, true, StandardCharsets.UTF_8);
        return new LiveView(new Shell(
                Map.of(),
                Path.of("."),
                InputStream.nullInputStream(),
                screen,
                screen,
                new Screen(true, true, true, () -> 100, prompt -> Optional.empty())));
    }

    private static Runs.Event start(List<String> agents) {
        return new Runs.Event(
                "1",
                "start",
                new RunEventData(
                        "parallel", "run_1", agents, null, null, null, null, null, null, null, null, null, null, null));
    }

    private static Runs.Event event(
            String name, String agent, String data, @Nullable Long took, @Nullable Long tokens) {
        return new Runs.Event(
                "2",
                name,
                new RunEventData(
                        null, null, null, agent, data, null, took, tokens, tokens, null, null, null, null, null));
    }

    /** What stays on the screen. */
    private List<String> last(int lines) {
        List<String> all = List.of(out.toString(StandardCharsets.UTF_8).split("\n"));
        return all.subList(all.size() - lines, all.size()).stream()
                .map(line -> line.substring(line.indexOf("\u001b[2K") + 4))
                .toList();
    }

    @Test
    void each_agent_has_its_line_in_the_order_of_the_run() {
        try (LiveView view = view()) {
            view.on(start(List.of("Writer", "Critic")));
            view.on(event("status", "Writer", "executing", null, null));
            view.on(event("chunk", "Writer", "Once upon", null, null));
            view.on(event("chunk", "Writer", " a time", null, null));
            view.on(event("status", "Writer", "completed", 1_500L, 21L));
        }

        assertThat(last(2))
                .containsExactly(
                        "Writer               completed              1.5 s       42 tok  Once upon a time",
                        "Critic               waiting                0.0 s        0 tok");
    }

    @Test
    void an_agent_that_works_twice_has_the_sum_of_both() {
        try (LiveView view = view()) {
            view.on(event("status", "Writer", "completed", 1_000L, 10L));
            view.on(event("status", "Writer", "completed", 2_000L, 5L));
        }

        assertThat(last(1)).containsExactly("Writer               completed              3.0 s       30 tok");
    }

    @Test
    void of_a_hundred_agents_those_are_shown_in_which_something_happened_last() {
        try (LiveView view = view()) {
            view.on(start(IntStream.range(0, 100).mapToObj(n -> "agent-" + n).toList()));
            view.on(event("status", "agent-99", "executing", null, null));
        }

        assertThat(last(20)).first().asString().startsWith("agent-0 ");
        assertThat(last(20)).last().asString().startsWith("agent-99 ");
    }
}
