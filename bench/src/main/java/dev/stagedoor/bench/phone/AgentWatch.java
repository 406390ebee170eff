// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.phone;

import dev.stagedoor.bench.load.Latencies;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** Looks twice a second which rooms have an agent in them by now, whoever opened them. */
final class AgentWatch implements AutoCloseable {
    private static final long LOOK_EVERY = Duration.ofMillis(500).toNanos();

    private final PhoneProject project;
    private final int wanted;
    private final long began = System.nanoTime();
    private final Latencies.Recorder seen = new Latencies.Recorder();
    private final Thread thread;
    private volatile boolean closed;

    /** Until so many rooms have one. */
    AgentWatch(PhoneProject project, int wanted) {
        this.project = project;
        this.wanted = wanted;
        this.thread = Thread.ofPlatform().name("agent-watch").daemon().start(this::look);
    }

    private void look() {
        Set<String> answered = new HashSet<>();
        while (!closed && answered.size() < wanted) {
            for (String room : project.rooms()) {
                if (!answered.contains(room) && project.isAnswered(room)) {
                    answered.add(room);
                    seen.add(System.nanoTime() - began);
                }
            }
            LockSupport.parkNanos(LOOK_EVERY);
        }
    }

    /** When each was seen, once all have been or that time is over. */
    Latencies await(Duration longest) {
        try {
            thread.join(longest);
            close();
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Latencies.of(List.of(seen));
    }

    @Override
    public void close() {
        closed = true;
    }
}
