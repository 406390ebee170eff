// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CutLinesTest {
    private final List<String> lines = new ArrayList<>();
    private final CutLines cutter = new CutLines(lines::add);

    private void write(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        cutter.add(bytes, bytes.length);
    }

    @Test
    void lines_are_passed_on_when_they_end_wherever_the_bytes_are_cut() {
        write("one\r\ntw");
        write("o\n\nthr");
        assertThat(lines).containsExactly("one", "two", "");
        write("ee");
        cutter.end();
        cutter.end();
        assertThat(lines).containsExactly("one", "two", "", "three");
    }

    @Test
    void a_longer_line_is_cut_and_the_next_is_whole() {
        write("x".repeat(CutLines.LONGEST + 1) + "\nnext\n" + "y".repeat(CutLines.LONGEST) + "\n");
        assertThat(lines).containsExactly("x".repeat(CutLines.LONGEST) + "…", "next", "y".repeat(CutLines.LONGEST));
    }

    @Test
    void a_flood_without_a_line_end_is_one_line() {
        byte[] flood = "z".repeat(65536).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 1000; i++) {
            cutter.add(flood, flood.length);
        }
        cutter.end();
        assertThat(lines).singleElement().satisfies(line -> assertThat(line).hasSize(CutLines.LONGEST + 1));
    }
}
