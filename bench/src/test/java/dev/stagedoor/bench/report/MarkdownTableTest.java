// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MarkdownTableTest {
    @Test
    void columns_line_up() {
        MarkdownTable table = new MarkdownTable("who", "requests/s").row("Stagedoor", Text.whole(12_345.4));

        assertThat(table).hasToString("""
            | who       | requests/s |
            |-----------|------------|
            | Stagedoor | 12,345     |
            """);
    }

    @Test
    void a_row_has_a_cell_for_each_column() {
        assertThatThrownBy(() -> new MarkdownTable("who", "requests/s").row("Stagedoor"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
