// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.server;

import dev.stagedoor.sandbox.SandboxMethod;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last 10,000 calls, oldest first. Thread-safe. */
public final class CallLog {
    private static final int KEPT = 10_000;

    private final Deque<LoggedCall> calls = new ArrayDeque<>();

    CallLog() {}

    /** All logged calls. */
    public synchronized List<LoggedCall> all() {
        return List.copyOf(calls);
    }

    /** The logged calls to this method. */
    public List<LoggedCall> of(SandboxMethod method) {
        return all().stream().filter(call -> call.path().equals(method.path())).toList();
    }

    /** Clears the log. */
    public synchronized void clear() {
        calls.clear();
    }

    synchronized void add(LoggedCall call) {
        if (calls.size() == KEPT) calls.removeFirst();
        calls.addLast(call);
    }
}
