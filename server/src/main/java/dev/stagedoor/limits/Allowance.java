// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.limits;

import dev.stagedoor.http.RequestLimiter.State;
import dev.stagedoor.tenants.Burst;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** One token bucket. When its size changes it keeps its fill ratio, so a change does not refill it. */
final class Allowance {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final String policy;
    private final TimeMeter time;
    private volatile @Nullable Sized current;

    private record Sized(Burst size, Bucket bucket) {}

    /** Whether a token was taken, how many are left, and how long to wait if not. */
    record Taken(boolean given, State state, Duration toWait) {}

    Allowance(String policy, Clock clock) {
        this.policy = policy;
        this.time = new TimeMeter() {
            @Override
            public long currentTimeNanos() {
                return ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant());
            }

            @Override
            public boolean isWallClockBased() {
                return true;
            }
        };
    }

    Taken take(Burst size) {
        ConsumptionProbe probe = bucket(size).tryConsumeAndReturnRemaining(1);
        Duration whole = Duration.ofNanos(probe.getNanosToWaitForReset());
        State state = new State(policy, size.atOnce(), probe.getRemainingTokens(), SECOND, whole);
        return new Taken(probe.isConsumed(), state, Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }

    private Bucket bucket(Burst size) {
        Sized held = current;
        return held != null && held.size().equals(size) ? held.bucket() : resized(size);
    }

    private synchronized Bucket resized(Burst size) {
        Sized held = current;
        if (held != null && held.size().equals(size)) {
            return held.bucket();
        }
        long left = held == null
                ? size.atOnce()
                : size.atOnce()
                        * Math.max(0, held.bucket().getAvailableTokens())
                        / held.size().atOnce();
        Bandwidth limit = Bandwidth.builder()
                .capacity(size.atOnce())
                .refillGreedy(size.perSecond(), SECOND)
                .initialTokens(left)
                .build();
        Bucket bucket =
                Bucket.builder().addLimit(limit).withCustomTimePrecision(time).build();
        current = new Sized(size, bucket);
        return bucket;
    }
}
