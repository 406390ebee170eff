// SPDX-License-Identifier: Apache-2.0
/**
 * What brings calls to a tenant's number into the tenant's own LiveKit project: an inbound trunk and a dispatch rule for each
 * number, written there with the tenant's own key.
 *
 * <p>Holds I1 and I2 for them: only a number that is confirmed to be the tenant's gets a trunk, only in the tenant's own
 * project, and a rule always names its trunk, since LiveKit lets anybody in by one that names none.
 */
@NullMarked
package dev.stagedoor.telephony.trunk;

import org.jspecify.annotations.NullMarked;
