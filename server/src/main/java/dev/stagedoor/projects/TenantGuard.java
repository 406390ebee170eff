// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.projects;

import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.livekit.api.LiveKitException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Bounds what one tenant's LiveKit can cost us (I7): a maximum of concurrent calls, and none for a while after too many
 * got no response. What a server says, even "no such room" after three seconds, is a response and never opens the breaker.
 */
final class TenantGuard {
    private static final int AT_ONCE = 64;
    private static final Duration OPEN = Duration.ofSeconds(5);

    private static final CircuitBreakerConfig CONFIG = CircuitBreakerConfig.custom()
            .slidingWindowSize(20)
            .minimumNumberOfCalls(10)
            .failureRateThreshold(50)
            .waitDurationInOpenState(OPEN)
            .permittedNumberOfCallsInHalfOpenState(3)
            .recordException(TenantGuard::isOutage)
            .build();

    private final CircuitBreaker breaker;
    private final LiveKitMeters meters;
    private final Semaphore calls = new Semaphore(AT_ONCE);

    TenantGuard(String tenant, Clock clock, LiveKitMeters meters) {
        this.meters = meters;
        CircuitBreakerConfig config = CircuitBreakerConfig.from(CONFIG)
                .clock(clock)
                .currentTimestampFunction(Clock::millis, TimeUnit.MILLISECONDS)
                .build();
        this.breaker = CircuitBreaker.of(tenant, config);
    }

    /** Whether a failure counts against the server. */
    static boolean isOutage(Throwable failed) {
        return failed instanceof LiveKitException.NotReached
                || failed instanceof LiveKitException.NoAnswer
                || failed instanceof LiveKitException.ServerFailed;
    }

    /**
     * Makes the call, if the breaker is closed and the maximum is not reached.
     *
     * @throws Problem {@code provider_unavailable} if it was not made
     * @throws LiveKitException if it was made and failed
     */
    <T> T call(Supplier<T> call) {
        return meters.timed(() -> guarded(call));
    }

    private <T> T guarded(Supplier<T> call) {
        if (!calls.tryAcquire()) {
            throw unavailable("Too many calls to the tenant's LiveKit server are in progress.");
        }
        try {
            if (!breaker.tryAcquirePermission()) {
                throw unavailable("The tenant's LiveKit server is temporarily unavailable.");
            }
            return recorded(call);
        } finally {
            calls.release();
        }
    }

    private <T> T recorded(Supplier<T> call) {
        long start = breaker.getCurrentTimestamp();
        try {
            T answer = call.get();
            breaker.onSuccess(breaker.getCurrentTimestamp() - start, breaker.getTimestampUnit());
            return answer;
        } catch (LiveKitException failed) {
            breaker.onError(breaker.getCurrentTimestamp() - start, breaker.getTimestampUnit(), failed);
            throw failed;
        } catch (RuntimeException ours) {
            breaker.releasePermission();
            throw ours;
        }
    }

    private static Problem unavailable(String detail) {
        return Problem.of(ErrorCode.PROVIDER_UNAVAILABLE, detail).retryAfter(OPEN);
    }
}
