// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The units a tenant's usage is counted in, and the columns of {@code tenant_ledger} that count them. A new unit is a
 * line here and a migration that adds its columns, with their privileges, and extends what {@code open_tenant} and
 * {@code found_tenant} return.
 */
public enum Unit {
    /** LiveKit tokens minted. */
    TOKENS("tokens_used", ""),
    /** Agents dispatched. */
    DISPATCHES("dispatches_used", ""),
    /** Seconds of agent time: reserved when a call is granted, used when it has ended. */
    SECONDS("seconds_used", "seconds_reserved"),
    /** Concurrent calls. */
    CALLS("", "calls_open");

    private static final List<Column> COLUMNS =
            Arrays.stream(values()).flatMap(Unit::own).toList();

    private final String used;
    private final String held;

    /** {@code used}: the column of usage per window; {@code held}: the column of what is held; "" if there is none. */
    Unit(String used, String held) {
        this.used = used;
        this.held = held;
    }

    /**
     * A column that counts a unit.
     *
     * @param held whether it counts what is held until released; otherwise what was used in the window
     */
    public record Column(String name, Unit unit, boolean held) {}

    /** All columns, in a fixed order. */
    public static List<Column> columns() {
        return COLUMNS;
    }

    private Stream<Column> own() {
        return Stream.of(new Column(used, this, false), new Column(held, this, true))
                .filter(column -> !column.name().isEmpty());
    }

    /** Whether a budget limits it per window; otherwise it limits what is held at once. */
    public boolean isPerWindow() {
        return !used.isEmpty();
    }

    /** Whether it is held before it is used: then only holding it is judged; its use is just recorded. */
    public boolean isHeld() {
        return !held.isEmpty();
    }
}
