// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.accounts;

import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hashes passwords and compares them, each at the cost that this machine can bear. */
final class PasswordHashing implements AutoCloseable {
    private static final int MOST_PASSES = 10;
    private static final int MEASURED = 3;

    private static final Logger LOG = LoggerFactory.getLogger(PasswordHashing.class);

    private final HashTurns turns;
    private final Duration goal;
    private final Timer timer;

    /** Only ever raised. */
    private volatile PasswordHash.Cost cost = PasswordHash.Cost.LEAST;

    PasswordHashing(HashTurns turns, Duration goal, MeterRegistry meters) {
        this.turns = turns;
        this.goal = goal;
        this.timer = Timer.builder("stagedoor.password.hash")
                .description("Hashings of passwords")
                .register(meters);
    }

    /** Measures the machine, on one of the threads; until that is done, the least cost is used. */
    void start() {
        turns.start();
        if (!goal.isZero()) {
            Thread.startVirtualThread(this::measure);
        }
    }

    private void measure() {
        try (HashTurns.Place place = turns.enter(TenantId.PLATFORM)) {
            cost = place.call(this::measured);
        } catch (Problem closed) {
            LOG.debug("the server ends before the cost of hashing was measured");
        } catch (IllegalStateException failed) {
            LOG.warn("the cost of hashing could not be measured; the least is used", failed);
        }
    }

    private PasswordHash.Cost measured() {
        Secret anything = Secret.of("measured");
        long best = Long.MAX_VALUE;
        for (int i = 0; i < MEASURED; i++) {
            long began = System.nanoTime();
            Argon2.hash(anything, PasswordHash.Cost.LEAST);
            best = Math.min(best, System.nanoTime() - began);
        }
        return raised(goal, Duration.ofNanos(best));
    }

    /** The cost that takes about {@code goal}, where the least takes {@code least}. */
    static PasswordHash.Cost raised(Duration goal, Duration least) {
        PasswordHash.Cost from = PasswordHash.Cost.LEAST;
        long passes = from.passes() * goal.toNanos() / Math.max(1, least.toNanos());
        return new PasswordHash.Cost(from.memory(), Math.clamp(passes, from.passes(), MOST_PASSES), from.lanes());
    }

    /** See {@link HashTurns#enter}. */
    HashTurns.Place enter(TenantId tenant) {
        return turns.enter(tenant);
    }

    PasswordHash hash(HashTurns.Place place, Secret password) {
        return place.call(() -> timer.recordCallable(() -> Argon2.hash(password, cost)));
    }

    /** Whether it is that password; without one to compare with it is not, and takes as long. */
    boolean matches(HashTurns.Place place, Secret password, @Nullable PasswordHash stored) {
        PasswordHash compared = stored == null ? Argon2.decoy(cost) : stored;
        boolean equal = place.call(() -> timer.recordCallable(() -> Argon2.matches(password, compared)));
        return equal && stored != null;
    }

    /** Whether it was hashed at less than what is usual now. */
    boolean isWeak(PasswordHash stored) {
        return stored.cost().isBelow(cost);
    }

    @Override
    public void close() {
        turns.close();
    }
}
