// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.console;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The columns of one kind of item: a table row for each, or a single item with a line for each field. */
public final class Columns<T> {
    private final List<String> names = new ArrayList<>();
    private final List<Function<T, String>> texts = new ArrayList<>();

    /** Adds a column or field; null is shown as unknown. */
    public Columns<T> add(String name, Function<T, @Nullable Object> value) {
        names.add(name);
        texts.add(item -> text(value.apply(item)));
        return this;
    }

    /** The value for people: enum values in lower case, times to the second, lists with commas. */
    static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Enum<?> word -> word.name().toLowerCase(Locale.ROOT);
            case Instant time -> time.truncatedTo(ChronoUnit.SECONDS).toString();
            case Boolean truth -> truth ? "yes" : "no";
            case List<?> list ->
                String.join(", ", list.stream().map(Columns::text).toList());
            default -> value.toString();
        };
    }

    /** One line of a stream: the known values, two spaces apart. */
    public static String line(Style style, @Nullable String... words) {
        List<String> known = new ArrayList<>();
        for (String word : words) {
            if (word != null && !word.isEmpty()) {
                known.add(style.status(Width.printable(word)));
            }
        }
        return String.join("  ", known);
    }

    /** The items as a table. */
    public Table table(List<T> items) {
        Table table = new Table(
                names.stream().map(name -> name.toUpperCase(Locale.ROOT)).toList());
        items.forEach(
                item -> table.row(texts.stream().map(text -> text.apply(item)).toList()));
        return table;
    }

    /** One item, a line for each known field, never truncated. */
    public List<String> fields(T item, Style style) {
        int widest = names.stream().mapToInt(Width::of).max().orElse(0);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String text = Width.printable(texts.get(i).apply(item));
            if (!text.isEmpty()) {
                lines.add(style.head(Width.padded(names.get(i), widest)) + "  " + style.status(text));
            }
        }
        return lines;
    }
}
