// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.stream;

import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proves the permission of a stream, a socket or a reply that is passed on again and again, on a thread of its own, and ends
 * it with its permission (K2).
 */
public final class PermissionCheck {
    /** K2 allows a second from the end of a permission to the end of what was opened under it; half is left for the work. */
    public static final Duration INTERVAL = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(PermissionCheck.class);

    private final Runnable stillPermitted;
    private final Consumer<Problem> revoked;
    private final CountDownLatch over = new CountDownLatch(1);

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
        Thread.ofVirtual().name(thread).start(() -> run(interval, keepAlive));
    }

    private void run(Duration interval, Runnable keepAlive) {
        try {
            while (!isOverWithin(interval)) {
                stillPermitted.run();
                keepAlive.run();
            }
        } catch (Problem why) {
            revoked.accept(why);
        } catch (Throwable e) {
            // Errors too: without its checks, what is open would outlive its permission.
            LOG.debug("a permission could not be checked", e);
            revoked.accept(Problem.of(ErrorCode.BUSY, "Too many concurrent changes; try again.")
                    .retryAfter(Duration.ofSeconds(1)));
        }
    }

    /** There is nothing left to check. */
    void over() {
        over.countDown();
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
