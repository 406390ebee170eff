// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony;

import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import java.time.Duration;
import java.time.Instant;

/** How often somebody may call, and a number be called: each call starts an agent, which costs. */
record Rates(Admitted admitted, Caller caller, String called) {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** {@code rate_limited} if that was reached; exact, since the change holds the tenant's row. */
    void require(ChangeTx change) {
        Instant since = change.now().minus(MINUTE);
        boolean tooOften = !caller.isWithheld()
                && PhoneCallStore.ofCaller(change.tx(), caller.text(), since) >= admitted.mostPerCaller();
        if (tooOften) {
            throw tooMany("This caller has called more than " + admitted.mostPerCaller() + " times in a minute.");
        }
        if (PhoneCallStore.toNumber(change.tx(), called, since) >= admitted.mostPerNumber()) {
            throw tooMany("This number was called more than " + admitted.mostPerNumber() + " times in a minute.");
        }
    }

    private static Problem tooMany(String why) {
        return Problem.of(ErrorCode.RATE_LIMITED, why).retryAfter(MINUTE);
    }
}
