/**
 * Rate limits by key and by tenant (I7: one tenant's flood slows nobody else).
 *
 * <p>Buckets are this node's own; what must be exact on all nodes together is a budget, and the ledger's.
 */
@NullMarked
package dev.stagedoor.limits;

import org.jspecify.annotations.NullMarked;
