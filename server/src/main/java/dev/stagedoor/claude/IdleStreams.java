// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.claude;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Responses that are being read: one on which nothing arrives for too long is closed, and none may be endless. */
final class IdleStreams implements AutoCloseable {
    /** Many times the longest answer of a model. */
    private static final long LONGEST = 16L << 20;

    private static final Duration ROUND = Duration.ofMillis(500);

    private final Duration idleTimeout;
    private final Set<Watched> open = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("claude-idle").factory());

    IdleStreams(Duration idleTimeout) {
        this.idleTimeout = idleTimeout;
        var _ = rounds.scheduleWithFixedDelay(
                this::closeIdle, ROUND.toMillis(), ROUND.toMillis(), TimeUnit.MILLISECONDS);
    }

    Duration idleTimeout() {
        return idleTimeout;
    }

    InputStream watched(InputStream body) {
        Watched watched = new Watched(body);
        open.add(watched);
        return watched;
    }

    private void closeIdle() {
        long now = System.nanoTime();
        for (Watched stream : open) {
            if (now - stream.lastRead > idleTimeout.toNanos()) {
                stream.giveUp();
            }
        }
    }

    @Override
    public void close() {
        rounds.shutdownNow();
        open.forEach(Watched::giveUp);
    }

    private final class Watched extends FilterInputStream {
        private volatile long lastRead = System.nanoTime();
        private volatile boolean gaveUp;
        private long read;

        Watched(InputStream body) {
            super(body);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int most) throws IOException {
            int got = in.read(into, from, most);
            if (gaveUp) {
                throw new IOException("nothing arrived for " + idleTimeout.toSeconds() + " s");
            }
            lastRead = System.nanoTime();
            read += Math.max(0, got);
            if (read > LONGEST) {
                throw new IOException("the answer is longer than " + LONGEST + " bytes");
            }
            return got;
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        void giveUp() {
            gaveUp = true;
            try {
                close();
            } catch (IOException | RuntimeException alreadyBroken) {
                // Its reader hears of it.
            }
        }

        @Override
        public void close() throws IOException {
            open.remove(this);
            super.close();
        }
    }
}
