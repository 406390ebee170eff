// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.price;

import dev.stagedoor.api.calls.CostKind;
import dev.stagedoor.calls.CallId;
import java.time.Duration;

/**
 * A part of a call by phone that may cost something.
 *
 * @param id      the call's, or the transfer's
 * @param number  that is called, in E.164: of a call that comes in, the tenant's own
 * @param longest how long it may last once it is answered
 */
public record Leg(String id, CallId call, CostKind kind, String number, Duration longest) {
    /** A call out that is as short as this is worth making; a transfer goes on where nobody can cut it short. */
    private static final Duration WORTH = Duration.ofMinutes(1);

    /** A call to that number. */
    public static Leg out(CallId call, String number, Duration longest) {
        return new Leg(call.value(), call, CostKind.OUTBOUND, number, longest);
    }

    /** A call to a number of the tenant's own. */
    public static Leg in(CallId call, String number, Duration longest) {
        return new Leg(call.value(), call, CostKind.INBOUND, number, longest);
    }

    /** A call that is handed over to that number. */
    public static Leg transfer(String id, CallId call, String number, Duration longest) {
        return new Leg(id, call, CostKind.TRANSFER, number, longest);
    }

    /** At least so much of it must be affordable. */
    Duration shortest() {
        boolean canBeShorter = kind == CostKind.OUTBOUND && longest.compareTo(WORTH) > 0;
        return canBeShorter ? WORTH : longest;
    }

    /** Without the number. */
    @Override
    public String toString() {
        return "Leg[" + kind + ' ' + id + ']';
    }
}
