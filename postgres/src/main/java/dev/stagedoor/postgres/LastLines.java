// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.postgres;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** Keeps the last lines of an output, for error messages. */
final class LastLines implements Consumer<String> {
    private final int most;
    private final Deque<String> lines = new ArrayDeque<>();

    LastLines(int most) {
        this.most = most;
    }

    @Override
    public synchronized void accept(String line) {
        if (lines.size() == most) {
            lines.removeFirst();
        }
        lines.addLast(line);
    }

    /** Whether one of the kept lines contains {@code words}. */
    synchronized boolean mention(String words) {
        return lines.stream().anyMatch(line -> line.contains(words));
    }

    @Override
    public synchronized String toString() {
        return String.join("\n", lines);
    }
}
