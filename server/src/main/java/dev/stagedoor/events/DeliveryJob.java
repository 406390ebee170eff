// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.events;

import dev.stagedoor.feature.Foundation;
import dev.stagedoor.jobs.DueRows;
import dev.stagedoor.kernel.Contained;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds endpoints with something due, and sends to each in a thread of its own, so that one that hangs delays no other, of
 * any tenant (I7). A tenant has as many at a time as it may have endpoints.
 */
final class DeliveryJob implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryJob.class);

    /** Deliveries of one turn: then it is another node's, or the next round's. */
    private static final int OF_ONE_TURN = 50;

    private static final int GRACE_SECONDS = 2;

    private final Foundation on;
    private final Turn turn;
    private final DueRows due;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("webhook-", 0).factory());

    DeliveryJob(Foundation on, Turn turn) {
        this.on = on;
        this.turn = turn;
        this.due = new DueRows("webhooks", EndpointStore.DUE, on.database(), on.clock(), this::take);
    }

    /** The endpoints with something due. */
    DueRows due() {
        return due;
    }

    Turn turn() {
        return turn;
    }

    private void take(DueRows.Row row) {
        Instant now = on.clock().instant();
        on.ledger()
                .store(Turn.BY, row.tenant(), tx -> HeldStore.take(tx, row.id(), now, now.plus(turn.lease())))
                .ifPresent(held -> threads.execute(() -> contained(held)));
    }

    private void contained(Endpoint.Held held) {
        try {
            Contained.run(LOG, "sending to " + held.id(), () -> run(held));
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Endpoint.Held held) throws InterruptedException {
        for (int made = 0; made < OF_ONE_TURN && !threads.isShutdown(); made++) {
            if (!turn.next(held)) {
                return;
            }
        }
        turn.release(held);
    }

    /** What is on its way then is interrupted: it is sent again, by another node, once the lease has ended. */
    @Override
    public void close() {
        due.close();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException hurried) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
