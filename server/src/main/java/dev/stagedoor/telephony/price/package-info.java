// SPDX-License-Identifier: Apache-2.0
/**
 * What calls by phone cost, by the prices that a tenant's carriers charge it, and the caps on that. A call out holds the most
 * it may cost before it is dialled, and what it did cost is settled when it is over; both in changes, which hold the tenant's
 * ledger row, so that nodes together never give more than there is.
 *
 * <p>Holds R5. Days and months are those of UTC, and a call counts in the one in which it began. The time of a call is
 * measured here, not by the carrier, whose bill may differ.
 */
@NullMarked
package dev.stagedoor.telephony.price;

import org.jspecify.annotations.NullMarked;
