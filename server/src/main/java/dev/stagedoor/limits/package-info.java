// SPDX-License-Identifier: Apache-2.0
/**
 * Rate limits by key and by tenant (I7: one tenant's flood slows nobody else).
 *
 * <p>Buckets are per node; limits that must be exact across nodes are budgets, in the ledger.
 */
@NullMarked
package dev.stagedoor.limits;

import org.jspecify.annotations.NullMarked;
