// SPDX-License-Identifier: Apache-2.0
/**
 * Calls out: an agent calls a number, from one of its tenant's own, by the tenant's own carrier.
 *
 * <p>Holds its part of I1 and I5: trunk and call are in the tenant's own project, and nobody calls from a number that is not
 * theirs. A number is dialled once at most, whatever fails; which numbers, how often and for how long is decided in the change
 * that stores the call.
 */
@NullMarked
package dev.stagedoor.telephony.dial;

import org.jspecify.annotations.NullMarked;
