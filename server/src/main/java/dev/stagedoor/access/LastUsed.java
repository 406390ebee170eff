package dev.stagedoor.access;

import dev.stagedoor.audit.Ledger;
import dev.stagedoor.kernel.Ids;
import dev.stagedoor.kernel.Principal;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When keys were last used, written down apart from the requests and at most once a minute for each key. It describes and
 * takes nothing away: no entry, no epoch; and when it cannot be written it is let go.
 */
final class LastUsed {
    private static final Logger LOG = LoggerFactory.getLogger(LastUsed.class);
    private static final long EVERY_MILLIS = 60_000;

    private final Ledger ledger;
    private final Queue<Use> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean writing = new AtomicBoolean();

    private record Use(KeyOwner owner, Instant at) {}

    LastUsed(Ledger ledger) {
        this.ledger = ledger;
    }

    /** The key has just let somebody in. */
    void note(KeyOwner owner, Instant at) {
        long before = owner.writtenDown().get();
        long now = at.toEpochMilli();
        if (now < before + EVERY_MILLIS && before != Long.MIN_VALUE) {
            return;
        }
        if (owner.writtenDown().compareAndSet(before, now)) {
            waiting.add(new Use(owner, at));
            write();
        }
    }

    /** One writer at a time; who comes while it writes leaves his to it. */
    private void write() {
        if (writing.compareAndSet(false, true)) {
            Thread.ofVirtual().name("api-keys-used").start(this::writeAll);
        }
    }

    private void writeAll() {
        try {
            for (Use next; (next = waiting.poll()) != null; ) {
                write(next);
            }
        } finally {
            writing.set(false);
        }
        if (!waiting.isEmpty()) {
            write();
        }
    }

    private void write(Use use) {
        Principal by = new Principal.SystemJob("api-keys-used", Ids.next("req", use.at()));
        try {
            ledger.note(by, use.owner().tenant(), tx -> {
                ApiKeyStore.used(tx, use.owner().key(), use.at());
                return true;
            });
        } catch (RuntimeException e) {
            LOG.debug("the use of {} was not written down", use.owner().key(), e);
        }
    }
}
