// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.claude;

import dev.stagedoor.kernel.Contained;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls in progress: one on which nothing arrives for too long is given up, and no answer may be endless. */
final class IdleStreams implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IdleStreams.class);

    /** Many times the longest answer of a model. */
    private static final long LONGEST = 16L << 20;

    private static final Duration ROUND = Duration.ofMillis(500);
    private static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE / 2);

    private final Duration idleTimeout;
    private final Set<Watch> open = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("claude-idle").factory());

    IdleStreams(Duration idleTimeout) {
        this.idleTimeout = idleTimeout;
        var _ = rounds.scheduleWithFixedDelay(this::round, ROUND.toMillis(), ROUND.toMillis(), TimeUnit.MILLISECONDS);
    }

    Duration idleTimeout() {
        return idleTimeout;
    }

    /**
     * Watches a call from before it is sent.
     *
     * @param giveUp ends it, on any thread
     * @param within until its answer begins; null for as long as it takes
     */
    Watch begin(Runnable giveUp, @Nullable Duration within) {
        Watch watch = new Watch(giveUp, within == null ? FOR_EVER : within);
        open.add(watch);
        return watch;
    }

    private void round() {
        try {
            Contained.run(LOG, "the watch of idle providers", this::endIdle);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void endIdle() {
        long now = System.nanoTime();
        open.stream().filter(watch -> now - watch.due > 0).forEach(Watch::giveUpElsewhere);
    }

    @Override
    public void close() {
        rounds.shutdownNow();
        open.forEach(Watch::giveUp);
    }

    /** One call. */
    final class Watch {
        private final Runnable giveUp;
        private volatile long due;
        private volatile boolean gaveUp;

        private Watch(Runnable giveUp, Duration within) {
            this.giveUp = giveUp;
            this.due = System.nanoTime() + within.toNanos();
        }

        /** Closing a connection may wait for a slow peer, and must not keep the others waiting. */
        private void giveUpElsewhere() {
            open.remove(this);
            Thread.ofVirtual().name("claude-idle").start(this::giveUp);
        }

        private void giveUp() {
            gaveUp = true;
            over();
            giveUp.run();
        }

        /** There is nothing more to wait for. */
        void over() {
            open.remove(this);
        }

        /** What of the answer follows its headers; it must not be idle. */
        InputStream body(InputStream body) {
            arrived();
            return new Body(body);
        }

        private void arrived() {
            due = System.nanoTime() + idleTimeout.toNanos();
        }

        private final class Body extends FilterInputStream {
            private long read;

            Body(InputStream body) {
                super(body);
            }

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int from, int most) throws IOException {
                int got = got(into, from, most);
                arrived();
                read += Math.max(0, got);
                if (read > LONGEST) {
                    throw new IOException("the answer is longer than " + LONGEST + " bytes");
                }
                return got;
            }

            private int got(byte[] into, int from, int most) throws IOException {
                try {
                    return in.read(into, from, most);
                } catch (IOException broken) {
                    throw gaveUp
                            ? new IOException("nothing arrived for " + idleTimeout.toSeconds() + " s", broken)
                            : broken;
                }
            }

            @Override
            public boolean markSupported() {
                return false;
            }
        }
    }
}
