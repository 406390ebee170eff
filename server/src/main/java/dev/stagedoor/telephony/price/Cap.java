// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.price;

import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import java.time.Duration;
import java.time.Instant;

/**
 * A cap on what calls by phone may cost, and what of it is taken.
 *
 * @param field of the dial settings
 * @param most  millionths of a US dollar
 * @param opens when nothing of it is taken any more; {@link Instant#MAX} if waiting changes nothing
 */
record Cap(String field, long most, Spend.Sum taken, Instant opens) {
    private static final Duration A_WHILE = Duration.ofSeconds(30);

    long left() {
        return most - taken.spent() - taken.held();
    }

    /** Whether calls in progress, whatever they give back, leave too little. */
    boolean isSpentFor(long needed) {
        return most - taken.spent() < needed;
    }

    /** Why a call that costs at least so much is not made. */
    Problem refusal(Leg leg, long needed, Instant now) {
        String call = (leg.shortest().equals(leg.longest()) ? "this call" : "a minute of this call") + " costs "
                + Dollars.text(needed);
        String setting = ": see " + field + " in the dial settings.";
        if (opens.equals(Instant.MAX)) {
            return problem(
                    ErrorCode.NOT_PERMITTED_BY_POLICY,
                    "A call may cost " + Dollars.text(most) + ", and " + call + setting);
        }
        String cap = "Of " + Dollars.text(most) + ", " + Dollars.text(taken.spent()) + " are spent";
        String again = "; it opens again at " + opens;
        if (isSpentFor(needed)) {
            return problem(ErrorCode.BUDGET_EXHAUSTED, cap + ", and " + call + again + setting)
                    .retryAfter(Duration.between(now, opens));
        }
        return problem(
                        ErrorCode.CONCURRENCY_EXHAUSTED,
                        cap + " and " + Dollars.text(taken.held()) + " are held by calls in progress, and " + call
                                + "; it opens again when these end, at the latest at " + opens + setting)
                .retryAfter(A_WHILE);
    }

    private Problem problem(ErrorCode code, String detail) {
        return Problem.of(code, detail).field(field, "does not leave enough for this call");
    }
}
