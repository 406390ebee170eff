// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A stream that fails when nothing arrives for a while. The server sends a keep-alive every ten seconds, so silence
 * means a dead connection, which TCP alone may never report.
 */
final class IdleStream extends FilterInputStream {
    private static final Duration SILENCE = Duration.ofSeconds(45);

    private final long silence;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile long heard = System.nanoTime();

    IdleStream(InputStream in) {
        this(in, SILENCE);
    }

    IdleStream(InputStream in, Duration silence) {
        super(in);
        this.silence = silence.toNanos();
        Thread.ofVirtual().name("idle-stream").start(this::watch);
    }

    private void watch() {
        try {
            long left = silence;
            while (left > 0 && !closed.await(left, TimeUnit.NANOSECONDS)) {
                left = silence - (System.nanoTime() - heard);
            }
            if (left <= 0) {
                in.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // Closed as far as possible; the reader gets the error.
        }
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        heard = System.nanoTime();
        return b;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        int count = super.read(bytes, from, length);
        heard = System.nanoTime();
        return count;
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        super.close();
    }
}
