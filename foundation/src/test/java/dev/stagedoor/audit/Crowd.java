// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.StaleEpoch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Callers at once, each on a virtual thread of its own, and what each was told. */
final class Crowd {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<CompletableFuture<String>> told = new ArrayList<>();

    /** Sends one more caller off. */
    void call(Runnable call) {
        told.add(start(call));
    }

    /** A caller apart from all crowds; the future ends with {@code granted}, the code of a problem, or {@code stale}. */
    static CompletableFuture<String> start(Runnable call) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                call.run();
                answer.complete("granted");
            } catch (Problem problem) {
                answer.complete(problem.code().wire());
            } catch (StaleEpoch stale) {
                answer.complete("stale");
            } catch (Throwable broken) {
                answer.completeExceptionally(broken);
            }
        });
        return answer;
    }

    /** What all were told, in the order in which they were sent off. */
    List<String> told() {
        return told.stream().map(Crowd::of).toList();
    }

    /** How many were told that. */
    long told(String what) {
        return told().stream().filter(what::equals).count();
    }

    /** How many were refused with that. */
    long told(ErrorCode code) {
        return told(code.wire());
    }

    /** What that caller was told. */
    static String of(CompletableFuture<String> answer) {
        try {
            return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("a caller was told nothing", e);
        }
    }

    /** Returns when it has come true; fails if it does not. */
    static void until(String what, BooleanSupplier true_) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!true_.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long: %s", what).isLessThan(end);
            LockSupport.parkNanos(2_000_000);
        }
    }
}
