// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.claude;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last 10,000 calls, oldest first, as far as their bodies fit into 64 MiB. Thread-safe. */
public final class ClaudeCalls {
    private static final int KEPT = 10_000;
    private static final long KEPT_BYTES = 64L * 1024 * 1024;

    private final Deque<ClaudeCall> calls = new ArrayDeque<>();
    private long bytes;
    private long total;

    ClaudeCalls() {}

    /** All kept calls. */
    public synchronized List<ClaudeCall> all() {
        return List.copyOf(calls);
    }

    /** The kept calls with this key. */
    public List<ClaudeCall> with(String key) {
        return all().stream().filter(Asked.with(key)).toList();
    }

    /** The newest call. */
    public synchronized ClaudeCall last() {
        return calls.getLast();
    }

    /** How many calls there were, kept or not. */
    public synchronized long total() {
        return total;
    }

    /** Forgets all calls. */
    public synchronized void clear() {
        calls.clear();
        bytes = 0;
        total = 0;
    }

    synchronized void add(ClaudeCall call) {
        calls.addLast(call);
        bytes += call.size();
        total++;
        while (calls.size() > KEPT || (bytes > KEPT_BYTES && calls.size() > 1)) {
            bytes -= calls.removeFirst().size();
        }
    }
}
