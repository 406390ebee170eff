// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime.voice;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Audio that waits to be sent: at most so much, and the oldest goes for more. */
public final class Backlog {
    private final int most;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private int bytes;
    private boolean closed;

    /** Of that many bytes. */
    public Backlog(int most) {
        this.most = most;
    }

    /** Adds it at the end; once closed, nothing. */
    public synchronized void add(byte[] audio) {
        if (closed) {
            return;
        }
        while (!waiting.isEmpty() && bytes + audio.length > most) {
            bytes -= waiting.removeFirst().length;
        }
        waiting.addLast(audio);
        bytes += audio.length;
        notifyAll();
    }

    /** The oldest, once there is some; null once it is closed. */
    public synchronized byte @Nullable [] take() throws InterruptedException {
        while (waiting.isEmpty() && !closed) {
            wait();
        }
        if (closed) {
            return null;
        }
        byte[] next = waiting.removeFirst();
        bytes -= next.length;
        return next;
    }

    /** Forgets what waits. */
    public synchronized void clear() {
        waiting.clear();
        bytes = 0;
    }

    /** Nobody takes or adds any more. */
    public synchronized void close() {
        closed = true;
        clear();
        notifyAll();
    }
}
