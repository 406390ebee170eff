// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.stream;

import dev.stagedoor.http.EventSource;
import dev.stagedoor.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One client of server-sent events (the HTML standard's {@code text/event-stream}). A second thread sends keep-alive
 * comments; if one fails, the client has disconnected and the source is interrupted.
 */
public final class EventStream implements EventSource.Sink, OpenRequests.Open {
    private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.UTF_8);

    private final OutputStream out;
    private final RequestWatch watch;
    private final Duration keepAlive;
    private final Thread source = Thread.currentThread();
    private final CountDownLatch over = new CountDownLatch(1);
    private final ReentrantLock lock = new ReentrantLock();
    private boolean left;
    private boolean ending;
    private boolean finished;

    /** The client has disconnected, or the server is shutting down. */
    static final class Ended extends RuntimeException {
        private static final long serialVersionUID = 1;

        Ended(String why) {
            super(why, null, false, false);
        }
    }

    public EventStream(OutputStream out, RequestWatch watch, Duration keepAlive) {
        this.out = out;
        this.watch = watch;
        this.keepAlive = keepAlive;
    }

    /** Runs the source to its end; false if the client disconnected first. */
    public boolean run(EventSource events, String lastEventId) {
        Thread.ofVirtual().name("sse-keep-alive").start(this::pulse);
        try {
            write(COMMENT);
            events.run(this, lastEventId);
        } catch (InterruptedException | Ended e) {
            // Stopped by end() or because the client disconnected; both are recorded below.
        } finally {
            finish();
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
        over.countDown();
        Thread.interrupted();
    }

    private void pulse() {
        try {
            while (!over.await(keepAlive.toMillis(), TimeUnit.MILLISECONDS)) {
                write(COMMENT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Ended e) {
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

    /** Ends the stream, because the server is shutting down; never during a write. */
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
                throw new Ended(left ? "the client disconnected" : "the server is shutting down");
            }
            watch.writing();
            out.write(bytes);
            out.flush();
        } catch (IOException | RuntimeException e) {
            left |= !ending;
            throw e instanceof Ended ended ? ended : new Ended("the client disconnected");
        } finally {
            watch.finished();
            lock.unlock();
        }
    }
}
