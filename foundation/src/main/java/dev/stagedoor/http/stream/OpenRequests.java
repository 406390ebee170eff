package dev.stagedoor.http.stream;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The requests under way and the streams among them, so that going down can wait for the ones and end the others. */
public final class OpenRequests {
    private final Set<Open> streams = ConcurrentHashMap.newKeySet();
    private int underWay;
    private boolean begun;

    /** What stays open until one side ends it: an event stream, a socket. */
    public interface Open {
        /** Ends it, because the server goes down. */
        void end();
    }

    /** A request begins; false when it came too late. */
    public synchronized boolean enter() {
        if (begun) {
            return false;
        }
        underWay++;
        return true;
    }

    public synchronized void leave() {
        underWay--;
        if (underWay == 0) {
            notifyAll();
        }
    }

    public void opened(Open stream) {
        streams.add(stream);
        if (hasBegun()) {
            stream.end();
        }
    }

    public void closed(Open stream) {
        streams.remove(stream);
    }

    private synchronized boolean hasBegun() {
        return begun;
    }

    /** Lets no further request in, ends the streams, and waits for the rest; false when some were still under way. */
    public boolean finish(Duration longest) throws InterruptedException {
        synchronized (this) {
            begun = true;
        }
        streams.forEach(Open::end);
        long end = System.nanoTime() + longest.toNanos();
        synchronized (this) {
            while (underWay > 0) {
                long millis = (end - System.nanoTime()) / 1_000_000;
                if (millis <= 0) {
                    return false;
                }
                wait(millis);
            }
        }
        return true;
    }
}
