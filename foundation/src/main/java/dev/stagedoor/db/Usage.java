// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import java.util.EnumMap;
import java.util.Map;

/** Amounts by unit, as a value. A missing unit is 0, and zero amounts are left out. */
public record Usage(Map<Unit, Long> amounts) {
    /** Nothing of any unit. */
    public static final Usage NONE = new Usage(Map.of());

    public Usage {
        Map<Unit, Long> named = new EnumMap<>(Unit.class);
        amounts.forEach((unit, amount) -> {
            if (amount != 0) {
                named.put(unit, amount);
            }
        });
        amounts = Map.copyOf(named);
    }

    /** An amount of one unit. */
    public static Usage of(Unit unit, long amount) {
        return new Usage(Map.of(unit, amount));
    }

    /** The amount of that unit. */
    public long of(Unit unit) {
        return amounts.getOrDefault(unit, 0L);
    }

    /** The same with another amount for that unit. */
    public Usage with(Unit unit, long amount) {
        return plus(of(unit, amount - of(unit)));
    }

    /** The sum of both. */
    public Usage plus(Usage other) {
        if (other.amounts.isEmpty()) {
            return this;
        }
        Map<Unit, Long> sums = new EnumMap<>(Unit.class);
        sums.putAll(amounts);
        other.amounts.forEach((unit, amount) -> sums.merge(unit, amount, Math::addExact));
        return new Usage(sums);
    }

    /** The smallest amount of any unit. */
    public long least() {
        return amounts.values().stream().reduce(0L, Math::min);
    }

    /** The largest amount of any unit. */
    public long most() {
        return amounts.values().stream().reduce(0L, Math::max);
    }
}
