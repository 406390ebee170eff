// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony;

import dev.stagedoor.api.telephony.PhoneSettings;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import java.time.Duration;
import java.util.List;

/**
 * Whom a tenant lets in, and how.
 *
 * @param blocked        numbers, or beginnings of some with a * after them
 * @param allowed        the same: if there are any, only they get through
 * @param withheld       whether callers get through who withhold their number
 * @param answerWithin   how long a caller waits for the agent
 * @param mostPerCaller  calls of one caller in a minute
 * @param mostPerNumber  calls to one number in a minute
 * @param bodyOnly       whether signatures without a timestamp are accepted
 */
record Admitted(
        List<String> blocked,
        List<String> allowed,
        boolean withheld,
        Duration answerWithin,
        int mostPerCaller,
        int mostPerNumber,
        boolean bodyOnly) {
    /** Where a tenant has set nothing. */
    static final Admitted USUAL = of(new PhoneSettings(null, null, null, null, null, null, null));

    static Admitted of(PhoneSettings given) {
        return new Admitted(
                given.blocked() == null ? List.of() : List.copyOf(given.blocked()),
                given.allowed() == null ? List.of() : List.copyOf(given.allowed()),
                given.withheldCallers() == null || given.withheldCallers(),
                Duration.ofSeconds(given.answerWithin() == null ? 8 : given.answerWithin()),
                given.callsPerCaller() == null ? 10 : given.callsPerCaller(),
                given.callsPerNumber() == null ? 1000 : given.callsPerNumber(),
                Boolean.TRUE.equals(given.bodyOnlySignatures()));
    }

    PhoneSettings view() {
        return new PhoneSettings(
                blocked, allowed, withheld, (int) answerWithin.toSeconds(), mostPerCaller, mostPerNumber, bodyOnly);
    }

    /** {@code forbidden} unless that caller gets through. */
    void require(Caller caller) {
        boolean listed = allowed.isEmpty() || matches(allowed, caller.text());
        boolean admitted = caller.isWithheld() ? withheld && allowed.isEmpty() : listed;
        if (!admitted || matches(blocked, caller.text()) || matches(blocked, caller.suspected())) {
            throw Problem.of(
                    ErrorCode.FORBIDDEN, "The tenant's phone settings turn this caller away: see blocked and allowed.");
        }
    }

    private static boolean matches(List<String> listed, String caller) {
        return listed.stream()
                .anyMatch(one ->
                        one.endsWith("*") ? caller.startsWith(one.substring(0, one.length() - 1)) : one.equals(caller));
    }
}
