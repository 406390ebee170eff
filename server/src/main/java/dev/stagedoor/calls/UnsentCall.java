// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import dev.stagedoor.dispatch.plan.Dispatch;
import dev.stagedoor.dispatch.plan.EndReason;
import dev.stagedoor.dispatch.plan.Status;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import java.time.Duration;
import java.util.Optional;

/** The problem of a call that did not reach the tenant's LiveKit while the client waited (I3). */
final class UnsentCall {
    private static final Duration SOON = Duration.ofSeconds(5);

    private UnsentCall() {}

    /**
     * {@code credential_rejected}: the call is over; or {@code provider_unavailable}: the call is kept and its dispatch
     * is retried until its deadline. Until then the same request with the same Idempotency-Key returns that call; after
     * that it starts another.
     */
    static Optional<Problem> problem(CallId callId, Dispatch seen) {
        if (seen.end() == EndReason.CREDENTIAL_REJECTED) {
            return Optional.of(Problem.of(
                    ErrorCode.CREDENTIAL_REJECTED, "The tenant's LiveKit server rejects the API key or secret."));
        }
        if (seen.end() == EndReason.PROVIDER_UNAVAILABLE && seen.joinedAt() == null) {
            return Optional.of(unavailable(callId + " has ended; repeat the request to start another call."));
        }
        if (seen.status() == Status.REQUESTED && seen.failures() > 0) {
            return Optional.of(unavailable(
                    callId + " is still being retried; repeat the request with the same Idempotency-Key to get it."));
        }
        return Optional.empty();
    }

    /** Why nobody answers a call that had to be ended since its agent did not come in time. */
    static Problem neverCame(Dispatch seen) {
        if (seen.status() == Status.REQUESTED || seen.contact().unreachableSince() != null) {
            return Problem.of(ErrorCode.PROVIDER_UNAVAILABLE, "The tenant's LiveKit server cannot be reached.")
                    .retryAfter(SOON);
        }
        return noAgent("GET /api/v1/dispatches/" + seen.id() + " shows what was tried.");
    }

    private static Problem noAgent(String next) {
        return Problem.of(ErrorCode.AGENT_NOT_AVAILABLE, "No agent joined in time; the call has ended. " + next);
    }

    private static Problem unavailable(String next) {
        return Problem.of(ErrorCode.PROVIDER_UNAVAILABLE, "The tenant's LiveKit server cannot be reached. " + next)
                .retryAfter(SOON);
    }
}
