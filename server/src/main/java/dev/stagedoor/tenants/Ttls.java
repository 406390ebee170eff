// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tenants;

import dev.stagedoor.api.tenants.PolicyFields;
import dev.stagedoor.kernel.Problem;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Token lifetimes (T2), none above {@code max}.
 *
 * @param max         the maximum
 * @param usual       the default
 * @param trigger     of tokens from a trigger
 * @param publishable of tokens for publishable keys
 */
public record Ttls(Duration max, Duration usual, Duration trigger, Duration publishable) {
    /** An hour, ten minutes, five minutes; at most a day. */
    public static final Ttls STANDARD =
            new Ttls(Duration.ofHours(24), Duration.ofHours(1), Duration.ofMinutes(10), Duration.ofMinutes(5));

    public Ttls {
        for (Duration each : new Duration[] {usual, trigger, publishable}) {
            if (each.compareTo(max) > 0) {
                throw new IllegalArgumentException("a lifetime of " + each + " exceeds the maximum, " + max);
            }
        }
    }

    /** Given values are checked against the new maximum; the others are reduced to it. */
    Ttls with(PolicyFields named) {
        Duration longest = seconds(named.maxTtl(), max, Duration.ofSeconds(PolicyFields.MOST_TTL), "policy.max_ttl");
        return new Ttls(
                longest,
                seconds(named.defaultTtl(), usual, longest, "policy.default_ttl"),
                seconds(named.triggerTtl(), trigger, longest, "policy.trigger_ttl"),
                seconds(named.publishableTtl(), publishable, longest, "policy.publishable_ttl"));
    }

    private static Duration seconds(@Nullable Integer named, Duration before, Duration longest, String field) {
        if (named == null) {
            return before.compareTo(longest) > 0 ? longest : before;
        }
        if (named < PolicyFields.LEAST_TTL || named > longest.toSeconds()) {
            throw Problem.invalid(
                    field, "must be between " + PolicyFields.LEAST_TTL + " and " + longest.toSeconds() + " seconds");
        }
        return Duration.ofSeconds(named);
    }
}
