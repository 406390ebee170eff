// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.config;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.encoder.Encoder;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes log lines in batches on its own thread. Logback's AsyncAppender wakes its thread for each line, which costs
 * more than the request; this one polls a few times a second, and writes warnings at once.
 *
 * <p>When the output is stuck and the queue is full, lines are dropped: a blocked log must not stop the service.
 */
final class BatchedLines extends UnsynchronizedAppenderBase<ILoggingEvent> {
    /** The maximum number of waiting lines. */
    static final int QUEUE = 65_536;

    private static final long PAUSE = Duration.ofMillis(100).toNanos();
    private static final int BATCH = 1 << 16;

    private final Encoder<ILoggingEvent> encoder;
    private final OutputStream out;
    private final ConcurrentLinkedQueue<ILoggingEvent> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final Thread writer;
    private volatile boolean ending;

    BatchedLines(Encoder<ILoggingEvent> encoder, OutputStream out) {
        this.encoder = encoder;
        this.out = out;
        this.writer = Thread.ofPlatform().daemon().name("log").unstarted(this::write);
    }

    @Override
    public void start() {
        super.start();
        writer.start();
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (size.get() >= QUEUE) {
            return;
        }
        event.prepareForDeferredProcessing();
        size.incrementAndGet();
        waiting.add(event);
        if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
            LockSupport.unpark(writer);
        }
    }

    private void write() {
        ByteArrayOutputStream batch = new ByteArrayOutputStream();
        while (!ending) {
            LockSupport.parkNanos(this, PAUSE);
            drain(batch);
        }
        drain(batch);
    }

    private void drain(ByteArrayOutputStream batch) {
        for (ILoggingEvent event = waiting.poll(); event != null; event = waiting.poll()) {
            size.decrementAndGet();
            add(event, batch);
            if (batch.size() >= BATCH) {
                flush(batch);
            }
        }
        flush(batch);
    }

    /** A line that cannot be encoded, whatever its values throw, is lost; the lines after it are not. */
    private void add(ILoggingEvent event, ByteArrayOutputStream batch) {
        try {
            batch.writeBytes(encoder.encode(event));
        } catch (Throwable unwritable) {
            lost(unwritable);
        }
    }

    private void flush(ByteArrayOutputStream batch) {
        if (batch.size() == 0) {
            return;
        }
        try {
            batch.writeTo(out);
            out.flush();
        } catch (Throwable unwritable) {
            lost(unwritable);
        } finally {
            batch.reset();
        }
    }

    private void lost(Throwable why) {
        try {
            addError("a log line could not be written", why);
        } catch (Throwable untold) {
            // Without memory, that fails as well. The log goes on.
        }
    }

    /** Writes pending lines, for at most a few seconds. */
    @Override
    public void stop() {
        super.stop();
        ending = true;
        LockSupport.unpark(writer);
        try {
            writer.join(Duration.ofSeconds(3));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
