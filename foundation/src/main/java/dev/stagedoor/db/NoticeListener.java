// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import dev.stagedoor.kernel.Durations;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for notices of other nodes on one channel (PostgreSQL's {@code NOTIFY}). Has its own connection and reconnects
 * with back-off. Notices of the time without a connection are lost; {@code mayHaveMissed} is called after it.
 */
public final class NoticeListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NoticeListener.class);
    private static final Duration FIRST_WAIT = Duration.ofMillis(50);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final int LISTEN_MILLIS = 30_000;

    private final Database database;
    private final String channel;
    private final Consumer<String> heard;
    private final Runnable mayHaveMissed;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    /** Starts listening. {@code heard} gets each notice's text, on one thread. */
    public NoticeListener(Database database, String channel, Consumer<String> heard, Runnable mayHaveMissed) {
        this.database = database;
        this.channel = channel;
        this.heard = heard;
        this.mayHaveMissed = mayHaveMissed;
        this.thread = Thread.ofVirtual().name(channel + "-listener").start(this::run);
    }

    private void run() {
        Duration wait = FIRST_WAIT;
        while (!isClosed(Duration.ZERO)) {
            try (Connection connection = database.unpooled(Role.APP)) {
                try (Statement listen = connection.createStatement()) {
                    listen.execute("LISTEN " + channel);
                }
                mayHaveMissed.run();
                wait = FIRST_WAIT;
                hear(connection.unwrap(PGConnection.class));
            } catch (SQLException | RuntimeException | Error e) {
                if (isClosed(Duration.ZERO)) {
                    return;
                }
                LOG.warn(
                        "lost the connection for notices on {}; trying again in {}: {}",
                        channel,
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
                heard.accept(notice.getParameter());
            }
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
