// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What is open ends with its permission, or when that cannot be proven, within a second (K2)")
class PermissionCheckTest {
    private static final Duration OFTEN = Duration.ofMillis(1);

    private final CompletableFuture<Problem> ended = new CompletableFuture<>();
    private final Semaphore checks = new Semaphore(0);
    private volatile Runnable proof = () -> {};
    private final PermissionCheck check = new PermissionCheck(
            () -> {
                checks.release();
                proof.run();
            },
            ended::complete);

    private Problem ended() throws Exception {
        return ended.get(30, TimeUnit.SECONDS);
    }

    private void proven(int times) throws InterruptedException {
        assertThat(checks.tryAcquire(times, 30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void half_of_the_second_is_left_for_the_work() {
        assertThat(PermissionCheck.INTERVAL).isLessThanOrEqualTo(Duration.ofMillis(500));
    }

    @Test
    void it_goes_on_while_its_permission_is_proven_and_ends_for_the_reason_that_was_given() throws Exception {
        check.start("test", OFTEN, () -> {});
        proven(3);
        assertThat(ended).isNotDone();

        proof = () -> {
            throw Problem.of(ErrorCode.UNAUTHENTICATED, "The key is revoked.");
        };

        assertThat(ended().code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
    }

    @Test
    void an_error_ends_it_too_and_it_may_come_again() throws Exception {
        proof = () -> {
            throw new AssertionError("a bug");
        };

        check.start("test", OFTEN, () -> {});

        assertThat(ended().code().retryable()).isTrue();
    }

    @Test
    void a_keep_alive_that_fails_ends_it_too() throws Exception {
        check.start("test", OFTEN, () -> {
            throw new IllegalStateException("the connection is gone");
        });

        assertThat(ended().code().retryable()).isTrue();
    }

    @Test
    void nothing_is_checked_after_its_end() throws Exception {
        Semaphore pulses = new Semaphore(0);
        check.start("test", OFTEN, () -> {
            check.over();
            pulses.release();
        });

        assertThat(pulses.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
        assertThat(check.isOver()).isTrue();
        assertThat(check.isOverWithin(Duration.ofSeconds(30))).isTrue();
        assertThat(checks.availablePermits()).isEqualTo(1);
        assertThat(ended).isNotDone();
    }
}
