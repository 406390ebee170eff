package dev.stagedoor.http.stream;

import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Ends connections whose client sends a request, or reads its answer, too slowly. The socket's own timeout is for one
 * read only: a client that sends a byte now and then would never meet it. To interrupt a virtual thread that reads from
 * or writes to a socket closes the socket.
 */
public final class RequestWatch implements Http1ConnectionListener, AutoCloseable {
    private final long readNanos;
    private final long writeNanos;
    private final ConcurrentMap<Thread, Turn> turns = new ConcurrentHashMap<>();
    private final Thread watcher;

    public RequestWatch(Duration read, Duration write) {
        readNanos = read.toNanos();
        writeNanos = write.toNanos();
        long period = Math.clamp(Math.min(read.toMillis(), write.toMillis()) / 4, 10, 1000);
        watcher = Thread.ofPlatform().daemon().name("request-watch").start(() -> watch(period));
    }

    /** What one thread must have done by when. */
    static final class Turn {
        private final Thread thread;
        private long due;
        private boolean over;

        private Turn(Thread thread, long due) {
            this.thread = thread;
            this.due = due;
        }

        private synchronized boolean isOverAt(long now) {
            if (!over && now - due > 0) {
                over = true;
                thread.interrupt();
            }
            return over;
        }

        private synchronized void due(long next) {
            due = next;
        }

        private synchronized void finished() {
            over = true;
        }
    }

    @Override
    public void prologue(ConnectionContext context, HttpPrologue prologue) {
        Thread thread = Thread.currentThread();
        turns.put(thread, new Turn(thread, System.nanoTime() + readNanos));
    }

    /** The request has been read: from now on its time is the server's own. */
    public void requestRead() {
        Turn turn = turns.get(Thread.currentThread());
        if (turn != null) {
            turn.due(System.nanoTime() + Long.MAX_VALUE / 2);
        }
    }

    /** Something is about to be written. */
    public void writing() {
        Thread thread = Thread.currentThread();
        Turn turn = turns.get(thread);
        if (turn == null) {
            turns.put(thread, new Turn(thread, System.nanoTime() + writeNanos));
        } else {
            turn.due(System.nanoTime() + writeNanos);
        }
    }

    /** The thread waits for nobody outside any more. */
    public void finished() {
        @Nullable Turn turn = turns.remove(Thread.currentThread());
        if (turn != null) {
            turn.finished();
        }
    }

    private void watch(long period) {
        try {
            while (true) {
                Thread.sleep(period);
                long now = System.nanoTime();
                turns.values().removeIf(turn -> turn.isOverAt(now));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        watcher.interrupt();
    }
}
