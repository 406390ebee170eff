// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.access;

import dev.stagedoor.audit.Ledger;
import dev.stagedoor.kernel.Ids;
import dev.stagedoor.kernel.Principal;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records when keys were last used, asynchronously and at most once a minute per key. For information only: no audit
 * entry, no epoch, and failed writes are dropped.
 */
final class LastUsed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LastUsed.class);
    private static final long EVERY_MILLIS = 60_000;
    private static final long END_SECONDS = 5;

    private final Ledger ledger;

    /** One writer, so that a flood of first uses takes only one connection. */
    private final ExecutorService writer = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("api-keys-used").factory());

    LastUsed(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Records that the key was just used. */
    void note(KeyOwner owner, Instant at) {
        long before = owner.writtenDown().get();
        long now = at.toEpochMilli();
        if (now < before + EVERY_MILLIS && before != Long.MIN_VALUE) {
            return;
        }
        if (owner.writtenDown().compareAndSet(before, now)) {
            try {
                writer.execute(() -> write(owner, at));
            } catch (RejectedExecutionException closed) {
                LOG.debug("dropped the last use of {}: the server is shutting down", owner.key());
            }
        }
    }

    private void write(KeyOwner owner, Instant at) {
        Principal by = new Principal.SystemJob("api-keys-used", Ids.next("req", at));
        try {
            ledger.store(by, owner.tenant(), tx -> {
                ApiKeyStore.used(tx, owner.key(), at);
                return true;
            });
        } catch (RuntimeException | Error e) {
            LOG.debug("dropped the last use of {}", owner.key(), e);
        }
    }

    /** Writes pending updates, for a few seconds at most, before the database is closed. */
    @Override
    public void close() {
        writer.shutdown();
        try {
            if (!writer.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                writer.shutdownNow();
            }
        } catch (InterruptedException e) {
            writer.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
