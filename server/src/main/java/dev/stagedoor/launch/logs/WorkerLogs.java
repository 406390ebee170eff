// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.logs;

import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the workers that this node sees to write. Lines wait in a small buffer for each worker; once a second those of a tenant
 * are stored together. What a worker writes faster than that is dropped, and a line says how much it was.
 */
public final class WorkerLogs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerLogs.class);
    private static final Principal.SystemJob BY = new Principal.SystemJob("worker-logs", "worker-logs");

    private final Ledger ledger;
    private final Clock clock;
    private final LogStore.Bounds bounds;
    private final LongConsumer dropped;
    private final Map<String, Followed> followed = new ConcurrentHashMap<>();

    /** A tenant's worker. */
    public record Which(TenantId tenant, String worker) {}

    /** Follows a worker's output. */
    public interface Feed extends AutoCloseable {
        /** Whether it still follows. */
        boolean isOpen();

        @Override
        void close();
    }

    /** Where a worker's lines come from. */
    @FunctionalInterface
    public interface Source {
        /** Passes on what was written since {@code last}; null for all. */
        Feed from(@Nullable Instant last, Consumer<String> line);
    }

    private static final class Followed {
        private final Which which;
        private final Supplier<List<Secret>> secrets;
        private final LogBuffer buffer;
        private final Feed follower;
        private volatile boolean over;

        Followed(Which which, Supplier<List<Secret>> secrets, LogBuffer buffer, Feed follower) {
            this.which = which;
            this.secrets = secrets;
            this.buffer = buffer;
            this.follower = follower;
        }
    }

    /**
     * Logs of that size.
     *
     * @param dropped is told how much was dropped, in bytes
     */
    public WorkerLogs(Ledger ledger, Clock clock, long perWorker, long perTenant, LongConsumer dropped) {
        this.ledger = ledger;
        this.clock = clock;
        this.bounds = new LogStore.Bounds(perWorker, perTenant);
        this.dropped = dropped;
    }

    /**
     * Follows a worker, unless it is followed.
     *
     * @param secrets what must not be stored; asked for when something is
     */
    public void follow(Which which, Supplier<List<Secret>> secrets, Source source) {
        Followed before = followed.get(which.worker());
        if (before != null && (before.over || before.follower.isOpen())) {
            return;
        }
        Instant last = ledger.read(BY, which.tenant(), tx -> LogStore.last(tx, which.worker()));
        LogBuffer buffer = before == null ? new LogBuffer(clock) : before.buffer;
        followed.put(which.worker(), new Followed(which, secrets, buffer, source.from(last, buffer)));
    }

    /** Whether that worker has said that it is registered with LiveKit. */
    public boolean isRegistered(String worker) {
        Followed one = followed.get(worker);
        return one != null && one.buffer.isRegistered();
    }

    /** Whether a worker's lines come no more, although it has not ended. */
    public boolean isBroken(String worker) {
        Followed one = followed.get(worker);
        return one != null && !one.over && !one.follower.isOpen();
    }

    /** Waits for the last lines of a worker that has ended. */
    public void finish(String worker, Duration longest) {
        Followed one = followed.get(worker);
        long end = System.nanoTime() + longest.toNanos();
        while (one != null && one.follower.isOpen() && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    /** The worker has ended: what was written is stored, and that is all. */
    public void over(String worker) {
        Followed one = followed.get(worker);
        if (one != null) {
            one.over = true;
        }
    }

    /** Another node follows the worker now. */
    public void leave(String worker) {
        Followed one = followed.get(worker);
        if (one != null) {
            one.over = true;
            one.follower.close();
        }
    }

    /** Stores what was written since the last time; one tenant's failure keeps no other's (I7). */
    public void flush() {
        followed.values().removeIf(one -> one.buffer.isEmpty() && one.over && !one.follower.isOpen());
        Map<TenantId, List<Followed>> byTenant = new HashMap<>();
        for (Followed one : followed.values()) {
            if (!one.buffer.isEmpty()) {
                byTenant.computeIfAbsent(one.which.tenant(), any -> new ArrayList<>())
                        .add(one);
            }
        }
        byTenant.forEach(this::store);
    }

    private void store(TenantId tenant, List<Followed> its) {
        Map<Followed, LogBuffer.Batch> taken = new LinkedHashMap<>();
        its.forEach(one -> taken.put(one, one.buffer.take()));
        try {
            Map<String, List<LogBuffer.Written>> lines = new LinkedHashMap<>();
            taken.forEach((one, batch) -> lines.put(one.which.worker(), clean(one, batch)));
            ledger.store(BY, tenant, tx -> {
                LogStore.add(tx, lines, bounds);
                return true;
            });
            taken.values().forEach(batch -> dropped.accept(batch.droppedChars()));
        } catch (RuntimeException failed) {
            LOG.debug("what workers of {} wrote could not be stored", tenant, failed);
            taken.forEach((one, batch) -> one.buffer.lost(batch));
        }
    }

    /** Without secrets; a worker whose secrets cannot be opened any more is not quoted. */
    private List<LogBuffer.Written> clean(Followed one, LogBuffer.Batch batch) {
        List<LogBuffer.Written> lines = new ArrayList<>();
        try {
            Redaction redaction = Redaction.of(one.secrets.get());
            batch.lines().forEach(line -> lines.add(new LogBuffer.Written(line.at(), redaction.line(line.text()))));
        } catch (Problem revoked) {
            lines.add(said(batch.lines().size() + " lines are not kept: the worker's secrets were revoked"));
        }
        if (batch.droppedLines() > 0) {
            lines.add(said(batch.droppedLines() + " lines (" + batch.droppedChars()
                    + " characters) were dropped: the worker wrote faster than its log is kept"));
        }
        return lines;
    }

    private LogBuffer.Written said(String what) {
        return new LogBuffer.Written(clock.instant(), "[stagedoor] " + what);
    }

    /** Its lines after that number, at most so many. */
    public static List<LogLine> after(Tx tx, String worker, long seq, int most) {
        return LogStore.after(tx, worker, seq, most);
    }

    /** The number of its newest line; 0 if there is none. */
    public static long newest(Tx tx, String worker) {
        return LogStore.newest(tx, worker);
    }

    /** A deleted tenant has none. */
    public static void erase(ChangeTx change) {
        LogStore.deleteAll(change.tx());
    }

    @Override
    public void close() {
        flush();
        followed.values().forEach(one -> one.follower.close());
        followed.clear();
    }
}
