// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import dev.stagedoor.kernel.Durations;
import dev.stagedoor.kernel.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for epochs raised by other nodes and drops the snapshots they made stale. Has its own connection and
 * reconnects with back-off. Nothing depends on a notification: a lost one costs a retry.
 */
public final class EpochListener implements AutoCloseable {
    /** The channel; a notification is {@code tenant:epoch}. */
    public static final String CHANNEL = "stagedoor_epoch";

    private static final Logger LOG = LoggerFactory.getLogger(EpochListener.class);
    private static final Duration FIRST_WAIT = Duration.ofMillis(50);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final int LISTEN_MILLIS = 30_000;

    private final Database database;
    private final Snapshots snapshots;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    /** Starts listening. */
    public EpochListener(Database database, Snapshots snapshots) {
        this.database = database;
        this.snapshots = snapshots;
        this.thread = Thread.ofVirtual().name("epoch-listener").start(this::run);
    }

    private void run() {
        Duration wait = FIRST_WAIT;
        while (!isClosed(Duration.ZERO)) {
            try (Connection connection = database.unpooled(Role.APP)) {
                try (Statement listen = connection.createStatement()) {
                    listen.execute("LISTEN " + CHANNEL);
                }
                wait = FIRST_WAIT;
                hear(connection.unwrap(PGConnection.class));
            } catch (SQLException | RuntimeException | Error e) {
                if (isClosed(Duration.ZERO)) {
                    return;
                }
                LOG.warn(
                        "lost the connection for epoch notices; trying again in {}: {}",
                        Durations.text(wait),
                        e.toString());
                isClosed(wait);
                wait = wait.compareTo(LONGEST_WAIT) >= 0 ? LONGEST_WAIT : wait.multipliedBy(2);
            }
        }
    }

    private void hear(PGConnection connection) throws SQLException {
        while (!isClosed(Duration.ZERO)) {
            PGNotification[] notices = connection.getNotifications(LISTEN_MILLIS);
            for (PGNotification notice : notices == null ? new PGNotification[0] : notices) {
                drop(notice.getParameter());
            }
        }
    }

    private void drop(String notice) {
        int colon = notice.indexOf(':');
        try {
            long epoch = Long.parseLong(notice.substring(colon + 1));
            snapshots.dropUpTo(new TenantId(notice.substring(0, Math.max(0, colon))), epoch - 1);
        } catch (IllegalArgumentException e) {
            LOG.warn("ignored a malformed epoch notice: {}", notice);
        }
    }

    private boolean isClosed(Duration wait) {
        try {
            return closed.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    /** Stops listening, and waits until the connection is closed; the interrupt ends the wait for a notice. */
    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
