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

/** Concurrent callers, each on its own virtual thread, and their results. */
final class Crowd {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<CompletableFuture<String>> told = new ArrayList<>();

    /** Starts one more caller. */
    void call(Runnable call) {
        told.add(start(call));
    }

    /** A caller outside any crowd; the future yields {@code granted}, a problem's code, or {@code stale}. */
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

    /** All results, in the order the callers were started. */
    List<String> told() {
        return told.stream().map(Crowd::of).toList();
    }

    /** How many got that result. */
    long told(String what) {
        return told().stream().filter(what::equals).count();
    }

    /** How many were refused with that code. */
    long told(ErrorCode code) {
        return told(code.wire());
    }

    /** That caller's result. */
    static String of(CompletableFuture<String> answer) {
        try {
            return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("a caller was told nothing", e);
        }
    }

    /** Returns once the condition holds; fails if it does not. */
    static void until(String what, BooleanSupplier true_) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!true_.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long: %s", what).isLessThan(end);
            LockSupport.parkNanos(2_000_000);
        }
    }
}
