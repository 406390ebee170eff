// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit.entry;

import dev.stagedoor.db.Unit;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * What a tenant may use in one window and hold at once, taken from its policy.
 *
 * @param window aligned to multiples of this since 1970, in UTC; whole seconds, at least one
 * @param limits the maximum of each unit; other units are unlimited
 */
public record Budget(Duration window, Map<Unit, Long> limits) {
    /** Everything is unlimited. */
    public static final Budget UNLIMITED = new Budget(Duration.ofDays(1), Map.of());

    public Budget {
        if (window.toSeconds() < 1 || !window.equals(Duration.ofSeconds(window.toSeconds()))) {
            throw new IllegalArgumentException("a window is a positive number of whole seconds");
        }
        if (limits.values().stream().anyMatch(limit -> limit < 0)) {
            throw new IllegalArgumentException("a limit must not be negative");
        }
        limits = Map.copyOf(limits);
    }

    /** The unit's maximum; {@link Long#MAX_VALUE} if it is unlimited. */
    public long of(Unit unit) {
        return limits.getOrDefault(unit, Long.MAX_VALUE);
    }

    /** Whether anything is limited per window. If not, entries do not move the window. */
    public boolean limitsWindow() {
        return limits.keySet().stream().anyMatch(Unit::isPerWindow);
    }

    /** When the window of that time began; {@link Instant#EPOCH} if nothing is limited per window. */
    public Instant windowAt(Instant time) {
        return limitsWindow() ? startOf(time) : Instant.EPOCH;
    }

    /** The last multiple of the window up to that time. */
    private Instant startOf(Instant time) {
        long seconds = window.toSeconds();
        return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), seconds) * seconds);
    }
}
