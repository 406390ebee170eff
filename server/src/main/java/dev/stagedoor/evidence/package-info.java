// SPDX-License-Identifier: Apache-2.0
/**
 * Evidence: a tenant is verified from outside, check by check, on its own LiveKit and on those of others; what was found is
 * stored, signed, and told when it is bad.
 *
 * <p>Shows, and does not hold, I1 and I2 (nobody else's key sees the tenant's rooms), S1 (secrets open for their tenant only),
 * T4 (who was put out is out) and K1 (the audit chain). Only the server uses other tenants' keys, and only to ask whether they
 * see a room that it has just made.
 */
@NullMarked
package dev.stagedoor.evidence;

import org.jspecify.annotations.NullMarked;
