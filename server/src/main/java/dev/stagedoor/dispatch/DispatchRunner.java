// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import dev.stagedoor.dispatch.plan.Attempt;
import dev.stagedoor.dispatch.plan.DispatchId;
import dev.stagedoor.jobs.DueRows;
import dev.stagedoor.jobs.DueSource;
import dev.stagedoor.jobs.Job;
import dev.stagedoor.kernel.LogContext;
import dev.stagedoor.kernel.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the driver: a virtual thread for each dispatch that this node holds, and a job that finds due dispatches, so a dead
 * node's dispatches continue within seconds. They are leased a tenant at a time, and an error in one row, even an {@link
 * Error}, stops no other (I7).
 */
final class DispatchRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DispatchRunner.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private final DispatchStore store;
    private final Driver driver;
    private final Clock clock;
    private final Map<DispatchId, Held> held = new ConcurrentHashMap<>();
    private final DueRows due;
    private volatile boolean closed;

    DispatchRunner(DispatchStore store, DueSource source, Driver driver, Clock clock) {
        this.store = store;
        this.driver = driver;
        this.clock = clock;
        this.due = new DueRows("dispatches", source, clock, this::take);
    }

    /** A dispatch that this node drives: whoever waits for its next round can be woken. */
    private record Held(TenantId tenant, String room, Semaphore hints) {
        boolean isIn(TenantId ofTenant, String ofRoom) {
            return tenant.equals(ofTenant) && room.equals(ofRoom);
        }
    }

    /** Finds dispatches that are due, and takes them. */
    Job job() {
        return new Job("dispatches", POLL, due::run);
    }

    /** The dispatches that are due and driven by no node. */
    DueRows due() {
        return due;
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
        Held one = held.get(id);
        if (one != null) {
            one.hints().release();
        }
    }

    /** Something may have happened in the room: look now. */
    void hint(TenantId tenant, String room) {
        held.values().stream()
                .filter(one -> one.isIn(tenant, room))
                .forEach(one -> one.hints().release());
    }

    /** Whether this node drives it, so that whatever is saved of it is known here at once. */
    boolean drives(DispatchId id) {
        return held.containsKey(id);
    }

    private void take(DueRows.Row row) {
        store.take(row.tenant(), new DispatchId(row.id()), clock.instant(), Driver.LEASE)
                .ifPresent(lease -> hold(lease, false));
    }

    private void hold(DispatchStore.Lease lease, boolean first) {
        DispatchId id = lease.dispatch().id();
        Semaphore hints = new Semaphore(0);
        Held one = new Held(lease.dispatch().tenant(), lease.dispatch().spec().room(), hints);
        held.put(id, one);
        Thread.ofVirtual().name("dispatch-" + id).start(() -> {
            try (LogContext _ = LogContext.of(one.tenant(), id.value())) {
                LogContext.about(lease.dispatch().spec().callId());
                run(lease, first, hints);
            } catch (InterruptedException stopped) {
                LOG.debug("leaving {} to another node", id);
            } catch (RuntimeException | Error e) {
                // The lease expires, and the dispatch becomes due again.
                LOG.warn("driving {} failed; it resumes when its lease expires", id, e);
            } finally {
                held.remove(id, one);
            }
        });
    }

    private void run(DispatchStore.Lease lease, boolean first, Semaphore hints) throws InterruptedException {
        Driver.Round round = first ? driver.sendFirst(lease) : driver.drive(lease);
        Instant next = round.next();
        while (next != null && !closed) {
            long nanos = Math.max(0, Duration.between(clock.instant(), next).toNanos());
            boolean hinted = hints.tryAcquire(nanos, TimeUnit.NANOSECONDS);
            hints.drainPermits();
            if (closed) {
                return;
            }
            round = hinted ? driver.hinted(round) : driver.again(round);
            next = round.next();
        }
    }

    /** Stops; other nodes take over when this node's leases expire, after a few seconds. */
    @Override
    public void close() {
        closed = true;
        due.close();
        held.values().forEach(one -> one.hints().release());
    }
}
