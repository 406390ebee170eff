// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.docker;

import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What is sent to a container, and whether it was: the end is read after all before it has been written. */
final class SentInput extends ByteArrayInputStream {
    private final CountDownLatch sent = new CountDownLatch(1);

    SentInput(byte[] bytes) {
        super(bytes);
    }

    @Override
    public synchronized int read(byte[] to, int offset, int length) {
        int count = super.read(to, offset, length);
        if (count < 0) {
            sent.countDown();
        }
        return count;
    }

    boolean isSentWithin(Duration time) {
        try {
            return sent.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
