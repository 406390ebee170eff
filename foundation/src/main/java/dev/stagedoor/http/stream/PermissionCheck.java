// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.stream;

import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proves the permission of a stream, a socket or a reply that is passed on again and again, and ends it with its permission
 * (K2). Between two checks it holds no thread.
 */
public final class PermissionCheck {
    /** K2 allows a second from the end of a permission to the end of what was opened under it; half is left for the work. */
    public static final Duration INTERVAL = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(PermissionCheck.class);

    private final Runnable stillPermitted;
    private final Consumer<Problem> revoked;
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicBoolean checking = new AtomicBoolean();
    private final AtomicBoolean keeping = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile Rounds.@Nullable Member round;

    /**
     * A check that begins with {@link #start}.
     *
     * @param stillPermitted throws a {@link Problem} once permission has been revoked
     * @param revoked        ends what is open: its permission has ended, or cannot be proven any more; called once at most
     */
    PermissionCheck(Runnable stillPermitted, Consumer<Problem> revoked) {
        this.stillPermitted = stillPermitted;
        this.revoked = revoked;
    }

    /** Checks on a thread of that name. */
    void start(String thread) {
        start(thread, INTERVAL, () -> {});
    }

    /** Checks as often as that, on a thread of that name, with a keep-alive after each proof. */
    void start(String thread, Duration interval, Runnable keepAlive) {
        round = Rounds.every(interval).join(() -> due(thread, keepAlive));
        if (isOver()) {
            cancel();
        }
    }

    /** A check that takes long delays nobody else's; the next one waits for it. */
    private void due(String thread, Runnable keepAlive) {
        if (!isOver() && !ended.get() && checking.compareAndSet(false, true)) {
            try {
                Thread.ofVirtual().name(thread).start(() -> check(keepAlive));
            } catch (Throwable noThread) {
                // The next round tries again.
                checking.set(false);
            }
        }
    }

    private void check(Runnable keepAlive) {
        try {
            stillPermitted.run();
            // Before the keep-alive, which may wait for a client that does not read: the permission of such a one ends,
            // too.
            checking.set(false);
            keep(keepAlive);
        } catch (Problem why) {
            end(why);
        } catch (Throwable e) {
            // Errors too: without its checks, what is open would outlive its permission.
            LOG.debug("a permission could not be checked", e);
            end(Problem.of(ErrorCode.BUSY, "Too many concurrent changes; try again.")
                    .retryAfter(Duration.ofSeconds(1)));
        }
    }

    private void keep(Runnable keepAlive) {
        if (keeping.compareAndSet(false, true)) {
            keepAlive.run();
            keeping.set(false);
        }
    }

    private void end(Problem why) {
        cancel();
        if (ended.compareAndSet(false, true)) {
            revoked.accept(why);
        }
    }

    private void cancel() {
        Rounds.Member begun = round;
        if (begun != null) {
            begun.leave();
        }
    }

    /** There is nothing left to check. */
    void over() {
        over.countDown();
        cancel();
    }

    boolean isOver() {
        return over.getCount() == 0;
    }

    /** Waits that long for the end; whether it came. */
    boolean isOverWithin(Duration time) {
        try {
            return over.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
