package dev.stagedoor.tenants;

import dev.stagedoor.api.tenants.PolicyFields;
import dev.stagedoor.kernel.Problem;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long tokens live (T2). None is above {@code max}.
 *
 * @param max         the longest life that may be asked for
 * @param usual       where none is asked for
 * @param trigger     of the token a trigger gives
 * @param publishable where a publishable key asks
 */
public record Ttls(Duration max, Duration usual, Duration trigger, Duration publishable) {
    /** An hour, ten minutes, five minutes; at most a day. */
    public static final Ttls STANDARD =
            new Ttls(Duration.ofHours(24), Duration.ofHours(1), Duration.ofMinutes(10), Duration.ofMinutes(5));

    public Ttls {
        for (Duration each : new Duration[] {usual, trigger, publishable}) {
            if (each.compareTo(max) > 0) {
                throw new IllegalArgumentException("a life of " + each + " is above the longest, " + max);
            }
        }
    }

    /** What is named, checked against the new longest life; what is not named is cut to it where it is longer. */
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
