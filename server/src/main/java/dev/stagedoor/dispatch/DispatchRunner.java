// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import dev.stagedoor.dispatch.plan.Attempt;
import dev.stagedoor.dispatch.plan.DispatchId;
import dev.stagedoor.jobs.TenantTurns;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the driver: a virtual thread for each dispatch that this node holds, and one that finds due dispatches, so a dead
 * node's dispatches continue within seconds. They are leased a tenant at a time, and an error in one row, even an {@link
 * Error}, stops no other (I7).
 */
final class DispatchRunner implements AutoCloseable, MeterBinder {
    private static final Logger LOG = LoggerFactory.getLogger(DispatchRunner.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int BACKLOG_EVERY = 10;
    private static final int AT_ONCE = 200;

    private final DispatchStore store;
    private final Driver driver;
    private final Clock clock;
    private final Map<DispatchId, Semaphore> held = new ConcurrentHashMap<>();
    private final TenantTurns<DispatchStore.Due> turns = new TenantTurns<>(DispatchStore.Due::tenant, this::take);
    private volatile DispatchStore.Backlog backlog = DispatchStore.Backlog.NONE;
    private volatile boolean closed;
    private @Nullable Thread poller;

    DispatchRunner(DispatchStore store, Driver driver, Clock clock) {
        this.store = store;
        this.driver = driver;
        this.clock = clock;
    }

    void start() {
        poller = Thread.ofVirtual().name("dispatch-poller").start(this::poll);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("stagedoor.dispatches.due", this, runner -> runner.backlog.due())
                .description("Dispatches that are due and driven by no node")
                .register(registry);
        Gauge.builder("stagedoor.dispatches.due.age", this, DispatchRunner::backlogSeconds)
                .description("Since when the longest due of them has been due")
                .baseUnit("seconds")
                .register(registry);
    }

    private double backlogSeconds() {
        Instant since = backlog.since();
        return since == null
                ? 0
                : Math.max(0, Duration.between(since, clock.instant()).toMillis() / 1000.0);
    }

    /** Drives a dispatch that was just inserted, starting with its first attempt if that was stored with it to be sent. */
    void begin(DispatchStore.Lease lease) {
        boolean unsent = lease.dispatch()
                .current()
                .filter(attempt -> attempt.state().equals(Attempt.State.SENDING))
                .isPresent();
        hold(lease, unsent);
    }

    /** It may have changed: look now. */
    void hint(DispatchId id) {
        Semaphore hints = held.get(id);
        if (hints != null) {
            hints.release();
        }
    }

    private void poll() {
        for (int round = 0; !closed; round++) {
            try {
                turns.begin(store.due(clock.instant(), turns.busy(), AT_ONCE));
                if (round % BACKLOG_EVERY == 0) {
                    backlog = store.backlog(clock.instant());
                }
                TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
            } catch (InterruptedException stopped) {
                return;
            } catch (RuntimeException | Error e) {
                LOG.warn("cannot read due dispatches", e);
                pauseAfterError();
            }
        }
    }

    private void take(DispatchStore.Due due) {
        try {
            store.take(due.tenant(), due.id(), clock.instant(), Driver.LEASE).ifPresent(lease -> hold(lease, false));
        } catch (RuntimeException | Error e) {
            LOG.warn("cannot lease {}; retrying", due.id(), e);
        }
    }

    private static void pauseAfterError() {
        try {
            TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void hold(DispatchStore.Lease lease, boolean first) {
        DispatchId id = lease.dispatch().id();
        Semaphore hints = new Semaphore(0);
        held.put(id, hints);
        Thread.ofVirtual().name("dispatch-" + id).start(() -> {
            try {
                run(lease, first, hints);
            } catch (InterruptedException stopped) {
                LOG.debug("leaving {} to another node", id);
            } catch (RuntimeException | Error e) {
                // The lease expires, and the dispatch becomes due again.
                LOG.warn("driving {} failed; it resumes when its lease expires", id, e);
            } finally {
                held.remove(id, hints);
            }
        });
    }

    private void run(DispatchStore.Lease lease, boolean first, Semaphore hints) throws InterruptedException {
        Driver.Round round = first ? driver.sendFirst(lease) : driver.drive(lease);
        Instant next = round.next();
        while (next != null && !closed) {
            long nanos = Math.max(0, Duration.between(clock.instant(), next).toNanos());
            if (hints.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
                hints.drainPermits();
            }
            if (closed) {
                return;
            }
            round = driver.drive(round.lease());
            next = round.next();
        }
    }

    /** Stops; other nodes take over when this node's leases expire, after a few seconds. */
    @Override
    public void close() {
        closed = true;
        Thread running = poller;
        if (running != null) {
            running.interrupt();
        }
        turns.close();
        held.values().forEach(Semaphore::release);
    }
}
