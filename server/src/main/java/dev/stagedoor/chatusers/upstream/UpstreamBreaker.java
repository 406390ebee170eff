// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers.upstream;

import dev.stagedoor.chatusers.upstream.UpstreamFailed.Why;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Bounds the calls to one tenant's server: so many at a time, and none for a while after too many got no answer. */
final class UpstreamBreaker {
    static final Duration OPEN = Duration.ofSeconds(5);

    private static final int AT_ONCE = 64;

    private final CircuitBreaker breaker;
    private final Semaphore calls = new Semaphore(AT_ONCE);

    UpstreamBreaker(String tenant, Clock clock) {
        this.breaker = CircuitBreaker.of(
                tenant,
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(20)
                        .minimumNumberOfCalls(10)
                        .failureRateThreshold(50)
                        .waitDurationInOpenState(OPEN)
                        .permittedNumberOfCallsInHalfOpenState(3)
                        .recordException(UpstreamBreaker::isOutage)
                        .clock(clock)
                        .currentTimestampFunction(Clock::millis, TimeUnit.MILLISECONDS)
                        .build());
    }

    private static boolean isOutage(Throwable failed) {
        return failed instanceof UpstreamFailed upstream && upstream.why() == Why.UNAVAILABLE;
    }

    /**
     * Makes the call, if the breaker is closed and the maximum is not reached.
     *
     * @throws UpstreamFailed if it was not made, or failed
     */
    <T> T call(Supplier<T> call) {
        if (!calls.tryAcquire()) {
            throw UpstreamFailed.notCalled(Why.UNAVAILABLE, "too many calls are in progress");
        }
        try {
            if (!breaker.tryAcquirePermission()) {
                throw UpstreamFailed.notCalled(Why.UNAVAILABLE, "too many calls got no answer");
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
        } catch (UpstreamFailed failed) {
            breaker.onError(breaker.getCurrentTimestamp() - start, breaker.getTimestampUnit(), failed);
            throw failed;
        } catch (RuntimeException ours) {
            breaker.releasePermission();
            throw ours;
        }
    }
}
