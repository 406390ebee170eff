// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Lines that are drawn in place on a terminal. */
class LiveLinesTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private Shell shell(int columns, Map<String, String> environment) {
        PrintStream screen = new PrintStream(out, true, StandardCharsets.UTF_8);
        return new Shell(
                environment,
                Path.of("."),
                InputStream.nullInputStream(),
                screen,
                screen,
                new Screen(true, true, true, () -> columns, prompt -> Optional.empty()));
    }

    private String drawn() {
        String text = out.toString(StandardCharsets.UTF_8);
        out.reset();
        return text;
    }

    @Test
    void lines_are_drawn_over_those_before_and_the_end_of_a_text_is_shown() {
        LiveLines lines = new LiveLines(shell(21, Map.of()));

        lines.draw(List.of(new LiveLines.Line("Writer", "the quick brown fox"), new LiveLines.Line("Critic", "")));
        assertThat(drawn()).isEqualTo("\r\u001b[2KWriter  …k brown fox\n\r\u001b[2KCritic\n");
        lines.draw(List.of(new LiveLines.Line("Writer", "jumps"), new LiveLines.Line("Critic", "hm")));
        assertThat(drawn()).isEqualTo("\u001b[2A\r\u001b[2KWriter  jumps\n\r\u001b[2KCritic  hm\n");
    }

    @Test
    void what_a_model_says_cannot_move_the_cursor_or_begin_another_line() {
        new LiveLines(shell(60, Map.of())).draw(List.of(new LiveLines.Line("A\u001b[9A", "b\nc\u001b[2J")));

        assertThat(drawn()).isEqualTo("\r\u001b[2KA\ufffd[9A  b c\ufffd[2J\n");
    }

    @Test
    void a_line_never_reaches_the_terminals_last_column() {
        LiveLines lines = new LiveLines(shell(10, Map.of()));

        lines.draw(List.of(new LiveLines.Line("受付受付受付", "x"), new LiveLines.Line("12345678", "x")));

        assertThat(drawn()).isEqualTo("\r\u001b[2K受付受付…\n\r\u001b[2K12345678\n");
    }

    @Test
    void a_dumb_terminal_has_no_such_lines() {
        assertThat(LiveLines.on(shell(80, Map.of("TERM", "dumb")))).isFalse();
        assertThat(LiveLines.on(shell(80, Map.of()))).isTrue();
    }
}
