// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.stream;

import dev.stagedoor.http.EventSource;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One client of server-sent events (the HTML standard's {@code text/event-stream}). A second thread checks twice a
 * second that the client is still permitted (K2), and sends keep-alive comments; a third one waits for the client to
 * leave. Either of them interrupts the source.
 */
public final class EventStream implements EventSource.Sink, OpenRequests.Open {
    private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.UTF_8);

    private final OutputStream out;
    private final RequestWatch watch;
    private final Duration keepAlive;
    private final Client client;
    private final Thread source = Thread.currentThread();
    private final PermissionCheck permission;
    private final ReentrantLock lock = new ReentrantLock();
    private long said = System.nanoTime();
    private boolean left;
    private boolean ending;
    private boolean finished;

    /** Who reads the stream. */
    public interface Client {
        /** Throws a {@link Problem} once permission has been revoked. */
        void requirePermission();

        /** From now on, {@code left} is called on another thread once the client has left. */
        void whenLeft(Runnable left);

        /** Holds back what is written to it until {@link #uncork}; does nothing unless overridden. */
        default void cork() {}

        /** Sends what was held back, in one write. */
        default void uncork() {}
    }

    /** The client has disconnected, its permission has ended, or the server is shutting down. */
    static final class Ended extends RuntimeException {
        private static final long serialVersionUID = 1;

        Ended(String why) {
            super(why, null, false, false);
        }
    }

    /** {@code keepAlive}: how often a comment is sent. */
    public EventStream(OutputStream out, RequestWatch watch, Duration keepAlive, Client client) {
        this.out = out;
        this.watch = watch;
        this.keepAlive = keepAlive;
        this.client = client;
        this.permission = new PermissionCheck(client::requirePermission, why -> end());
    }

    /** Runs the source to its end; false if the client disconnected first. The connection serves nothing after it. */
    public boolean run(EventSource events, String lastEventId) throws IOException {
        Duration usual = PermissionCheck.INTERVAL;
        permission.start("sse-keep-alive", keepAlive.compareTo(usual) < 0 ? keepAlive : usual, this::pulse);
        client.whenLeft(this::leave);
        try {
            write(COMMENT);
            events.run(this, lastEventId);
        } catch (InterruptedException | Ended e) {
            // Stopped by end() or because the client disconnected; both are recorded below.
        } finally {
            finish();
        }
        if (!left) {
            out.close();
        }
        return !left;
    }

    /** No more writes or interrupts from here on; a late interrupt was meant for the source. */
    private void finish() {
        lock.lock();
        try {
            finished = true;
        } finally {
            lock.unlock();
        }
        permission.over();
        Thread.interrupted();
    }

    private void pulse() {
        if (System.nanoTime() - said < keepAlive.toNanos()) {
            return;
        }
        said = System.nanoTime();
        try {
            write(COMMENT);
        } catch (Ended gone) {
            interruptSource();
        }
    }

    private void interruptSource() {
        lock.lock();
        try {
            if (!finished) {
                source.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        lock.lock();
        try {
            left |= !finished;
            interruptSource();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the stream, because the server is shutting down or the permission has ended; never during a write. */
    @Override
    public void end() {
        lock.lock();
        try {
            ending = true;
            interruptSource();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void send(String id, String event, Object data) {
        String text = "id: " + line(id) + "\nevent: " + line(event) + "\ndata: " + Json.text(data) + "\n\n";
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String line(String value) {
        if (value.chars().anyMatch(c -> c == '\n' || c == '\r' || c == 0)) {
            throw new IllegalArgumentException("an event's id or name has a line break");
        }
        return value;
    }

    @Override
    public void keepAlive() {
        write(COMMENT);
    }

    private void write(byte[] bytes) {
        lock.lock();
        try {
            if (ending || left || finished) {
                throw new Ended(left ? "the client disconnected" : "the stream is ending");
            }
            watch.writing();
            out.write(bytes);
            out.flush();
        } catch (IOException | RuntimeException e) {
            left |= !ending && !finished;
            throw e instanceof Ended ended ? ended : new Ended("the client disconnected");
        } finally {
            watch.finished();
            lock.unlock();
        }
    }
}
