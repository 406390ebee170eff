// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration;

import dev.stagedoor.kernel.Problem;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the readers of a run's events what this node has stored, from memory; what another node stored is looked up soon
 * after.
 */
final class RunFeeds {
    private static final Duration ELSEWHERE = Duration.ofMillis(300);

    /** Between two looks at a run that this node executes, whose events come by themselves. */
    private static final Duration HERE = Duration.ofSeconds(2);

    private static final int MOST_DOUBLED = 3;

    /** What is kept of each run that has readers. */
    private static final int MOST_EVENTS = 64;

    private static final int MOST_CHARS = 32 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(RunFeeds.class);

    /** Each failed read has waited for seconds already. */
    private static final List<Duration> RETRIES =
            List.of(Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofSeconds(3));

    private final Map<String, Bell> bells = new ConcurrentHashMap<>();
    private final List<Duration> retries;

    RunFeeds() {
        this(RETRIES);
    }

    /** Reads again after each of those pauses. */
    RunFeeds(List<Duration> retries) {
        this.retries = retries;
    }

    private static final class Bell {
        private final Deque<RunEvent> latest = new ArrayDeque<>();
        private int chars;
        private boolean here;
        private int readers;
        private long rung;

        synchronized void stored(List<RunEvent> events) {
            here = true;
            events.forEach(this::keep);
            ring();
        }

        private void keep(RunEvent event) {
            if (!latest.isEmpty() && latest.getLast().seq() + 1 != event.seq()) {
                latest.clear();
                chars = 0;
            }
            latest.add(event);
            chars += event.data().length();
            while (latest.size() > MOST_EVENTS || chars > MOST_CHARS) {
                chars -= latest.remove().data().length();
            }
        }

        /** The events after that one, unless some of them are not here. */
        synchronized List<RunEvent> after(long seen) {
            return latest.isEmpty() || latest.getFirst().seq() > seen + 1
                    ? List.of()
                    : latest.stream().filter(event -> event.seq() > seen).toList();
        }

        synchronized void elsewhere() {
            here = false;
            ring();
        }

        synchronized void ring() {
            rung++;
            notifyAll();
        }
    }

    /** One reader; waits for news. */
    final class Reader implements AutoCloseable {
        private final String run;
        private final Bell bell;
        private long heard;
        private long seenBefore = -1;
        private int quiet;

        private Reader(String run, Bell bell) {
            this.run = run;
            this.bell = bell;
        }

        /** The events after that one that are in memory; none if the next one can only be looked up. */
        Optional<Runs.News> news(long seen) {
            return Optional.of(new Runs.News(false, bell.after(seen)));
        }

        /**
         * Returns when something was stored since the last time, and after a while in any case; whether what comes after
         * that event is to be looked up.
         */
        boolean await(long seen) throws InterruptedException {
            synchronized (bell) {
                if (bell.rung == heard) {
                    bell.wait(pause(seen));
                }
                heard = bell.rung;
                return bell.after(seen).isEmpty();
            }
        }

        /** Milliseconds, and twice as many each time that nothing came: looks of a thousand readers are a load. */
        private long pause(long seen) {
            quiet = seen == seenBefore ? Math.min(quiet + 1, MOST_DOUBLED) : 0;
            seenBefore = seen;
            return (bell.here ? HERE : ELSEWHERE).toMillis() << quiet;
        }

        /**
         * Reads, and again after a pause if the server was too busy for it. Empty if reading failed: the client comes
         * back for the rest.
         */
        <T> Optional<T> read(Callable<T> look) throws InterruptedException {
            Iterator<Duration> pauses = retries.iterator();
            while (true) {
                try {
                    return Optional.of(onAnotherThread(look));
                } catch (ExecutionException failed) {
                    if (!pauses.hasNext() || !canPass(failed.getCause())) {
                        LOG.debug("a stream of events ends early", failed.getCause());
                        return Optional.empty();
                    }
                    Thread.sleep(pauses.next());
                }
            }
        }

        private static boolean canPass(@Nullable Throwable failure) {
            return failure instanceof Problem problem && problem.code().retryable();
        }

        /** This one is interrupted when its client leaves, and an interrupt closes the connection under a statement. */
        private static <T> T onAnotherThread(Callable<T> look) throws ExecutionException, InterruptedException {
            FutureTask<T> task = new FutureTask<>(look);
            Thread.ofVirtual().name("run-feed").start(task);
            return task.get();
        }

        @Override
        public void close() {
            bells.computeIfPresent(run, (id, held) -> --held.readers == 0 ? null : held);
        }
    }

    Reader join(String run) {
        Bell bell = bells.compute(run, (id, held) -> {
            Bell one = held == null ? new Bell() : held;
            one.readers++;
            return one;
        });
        return new Reader(run, bell);
    }

    /** This node has stored those events of a run that it executes. */
    void stored(String run, List<RunEvent> events) {
        Bell bell = bells.get(run);
        if (bell != null) {
            bell.stored(events);
        }
    }

    /** This node does not execute the run any more. */
    void left(String run) {
        Bell bell = bells.get(run);
        if (bell != null) {
            bell.elsewhere();
        }
    }
}
