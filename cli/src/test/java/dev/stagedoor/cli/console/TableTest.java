// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Tables on a terminal. */
class TableTest {
    private static final Style PLAIN = new Style(false);

    private static Table table(String... names) {
        Table table = new Table(List.of("ID", "NAME", "STATUS"));
        for (int i = 0; i < names.length; i++) {
            table.row(List.of("id_" + i, names[i], "active"));
        }
        return table;
    }

    @Test
    void columns_are_aligned() {
        assertThat(table("Acme", "Globex Corporation", "").lines(80, PLAIN))
                .containsExactly(
                        "ID    NAME                STATUS",
                        "id_0  Acme                active",
                        "id_1  Globex Corporation  active",
                        "id_2  -                   active");
    }

    @Test
    void the_widest_column_shrinks_and_the_first_never_does() {
        Table table = table("x".repeat(200));
        assertThat(table.lines(30, PLAIN).getLast()).isEqualTo("id_0  " + "x".repeat(15) + "…  active");

        Table ids = new Table(List.of("ID", "NAME"));
        ids.row(List.of("i".repeat(50), "n".repeat(50)));
        assertThat(ids.lines(20, PLAIN).getLast()).isEqualTo("i".repeat(50) + "  nnnnnnn…");
    }

    @Test
    void wide_characters_take_two_columns_and_combining_marks_none() {
        assertThat(table("受付", "e\u0301te\u0301", "🎭").lines(80, PLAIN))
                .containsExactly(
                        "ID    NAME  STATUS",
                        "id_0  受付  active",
                        "id_1  e\u0301te\u0301   active",
                        "id_2  🎭    active");
        assertThat(Width.clipped("受付受付", 6)).isEqualTo("受付…");
    }

    @Test
    void what_a_tenant_wrote_cannot_move_the_cursor() {
        assertThat(table("a\u001b[2Jb\r\nc\u202ed").lines(80, PLAIN).getLast())
                .isEqualTo("id_0  a\ufffd[2Jb\ufffd c\ufffdd  active");
    }

    @Test
    void colours_do_not_move_columns() {
        List<String> coloured = table("Acme").lines(80, new Style(true));

        assertThat(coloured.getLast()).isEqualTo("id_0  Acme  \u001b[32mactive\u001b[0m");
        assertThat(coloured.getFirst()).isEqualTo("\u001b[1mID    NAME  STATUS\u001b[0m");
    }
}
