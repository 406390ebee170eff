// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.logs;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What a worker has written since it was last stored: a few lines, and how much more there was. */
final class LogBuffer implements Consumer<String> {
    /** So many characters are kept until they are stored: what one worker can have stored in a second. */
    private static final int MOST = 64 * 1024;

    /** What each line costs beside its text. */
    private static final int OF_A_LINE = 16;

    private static final String REGISTERED = "registered worker";

    private final Clock clock;
    private List<Written> lines = new ArrayList<>();
    private int size;
    private long droppedLines;
    private long droppedChars;
    private volatile boolean registered;

    /** A line as it was written. */
    record Written(Instant at, String text) {}

    /**
     * Lines to store.
     *
     * @param droppedLines how many came after them that are not kept
     */
    record Batch(List<Written> lines, long droppedLines, long droppedChars) {
        boolean isEmpty() {
            return lines.isEmpty() && droppedLines == 0;
        }
    }

    LogBuffer(Clock clock) {
        this.clock = clock;
    }

    /** Never waits: what is too much is only counted. */
    @Override
    public void accept(String line) {
        if (!registered && line.contains(REGISTERED)) {
            registered = true;
        }
        synchronized (this) {
            int cost = line.length() + OF_A_LINE;
            if (droppedLines > 0 || size + cost > MOST) {
                droppedLines++;
                droppedChars += line.length() + 1L;
            } else {
                lines.add(new Written(clock.instant(), line));
                size += cost;
            }
        }
    }

    /** What is to be stored now. */
    synchronized Batch take() {
        Batch batch = new Batch(lines, droppedLines, droppedChars);
        lines = new ArrayList<>();
        size = 0;
        droppedLines = 0;
        droppedChars = 0;
        return batch;
    }

    /** It could not be stored, and will not be. */
    synchronized void lost(Batch batch) {
        droppedLines += batch.lines().size() + batch.droppedLines();
        droppedChars += batch.droppedChars()
                + batch.lines().stream()
                        .mapToLong(line -> line.text().length() + 1L)
                        .sum();
    }

    synchronized boolean isEmpty() {
        return lines.isEmpty() && droppedLines == 0;
    }

    /** Whether the worker has said that it is registered with LiveKit. */
    boolean isRegistered() {
        return registered;
    }
}
