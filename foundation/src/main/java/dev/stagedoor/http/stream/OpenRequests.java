// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.stream;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The requests in progress, streams and WebSockets included: a shutdown waits for the former and ends the latter. */
public final class OpenRequests {
    private final Set<Open> streams = ConcurrentHashMap.newKeySet();
    private int underWay;
    private boolean begun;

    /** A connection that stays open until one side ends it: an event stream, a WebSocket. */
    public interface Open {
        /** Ends it, because the server is shutting down. */
        void end();
    }

    /** A request begins; false if the server is shutting down. */
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

    /** Refuses new requests, ends streams, waits for the rest; false if some were still in progress after that time. */
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
