// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tenants;

import dev.stagedoor.api.tenants.BurstFields;
import dev.stagedoor.kernel.Problem;
import org.jspecify.annotations.Nullable;

/** A request rate: {@code perSecond} sustained, with a burst size of {@code atOnce}. */
public record Burst(int perSecond, int atOnce) {
    /** An empty bucket is full again within ten minutes: {@code atOnce} is at most 600 times {@code perSecond}. */
    private static final int WHOLE_IN_SECONDS = 600;

    public Burst {
        if (perSecond < 1 || atOnce < 1 || perSecond > BurstFields.MOST || atOnce > BurstFields.MOST) {
            throw new IllegalArgumentException("a burst is between 1 and " + BurstFields.MOST);
        }
    }

    /** A burst with these numbers, clamped to their bounds. */
    public static Burst within(int perSecond, int atOnce) {
        return new Burst(Math.clamp(perSecond, 1, BurstFields.MOST), Math.clamp(atOnce, 1, BurstFields.MOST));
    }

    /** This burst with the numbers in {@code fields}; errors name {@code field}. */
    public Burst with(@Nullable BurstFields fields, String field) {
        if (fields == null) {
            return this;
        }
        int speed = bounded(fields.perSecond(), perSecond, BurstFields.MOST, field + ".per_second");
        int most = Math.min(BurstFields.MOST, speed * WHOLE_IN_SECONDS);
        return fields.burst() == null
                ? new Burst(speed, Math.min(atOnce, most))
                : new Burst(speed, bounded(fields.burst(), atOnce, most, field + ".burst"));
    }

    /** The slower of the two, in both numbers. */
    public Burst atMost(Burst other) {
        return new Burst(Math.min(perSecond, other.perSecond), Math.min(atOnce, other.atOnce));
    }

    /** In the API's form. */
    public BurstFields fields() {
        return new BurstFields(perSecond, atOnce);
    }

    private static int bounded(@Nullable Integer named, int before, int most, String field) {
        if (named == null) {
            return before;
        }
        if (named < 1 || named > most) {
            throw Problem.invalid(field, "must be between 1 and " + most);
        }
        return named;
    }
}
