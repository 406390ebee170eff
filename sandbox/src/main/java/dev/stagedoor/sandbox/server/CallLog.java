// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.server;

import dev.stagedoor.sandbox.SandboxMethod;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The last 10,000 calls, oldest first, and how many there were. Thread-safe. */
public final class CallLog {
    private static final int KEPT = 10_000;

    private final Deque<LoggedCall> calls = new ArrayDeque<>();
    private final Map<String, Long> numbers = new HashMap<>();

    CallLog() {}

    /** All logged calls. */
    public synchronized List<LoggedCall> all() {
        return List.copyOf(calls);
    }

    /** The logged calls to this method. */
    public List<LoggedCall> of(SandboxMethod method) {
        return all().stream().filter(call -> call.path().equals(method.path())).toList();
    }

    /** How many calls to this method there ever were. */
    public synchronized long number(SandboxMethod method) {
        return numbers.getOrDefault(method.path(), 0L);
    }

    /** Clears the log. */
    public synchronized void clear() {
        calls.clear();
    }

    synchronized void add(LoggedCall call) {
        if (calls.size() == KEPT) calls.removeFirst();
        calls.addLast(call);
        numbers.merge(call.path(), 1L, Long::sum);
    }
}
