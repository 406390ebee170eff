// SPDX-License-Identifier: Apache-2.0
/**
 * How entries are written: what a change wrote, in its own transaction ({@link Chain}); grants by group commit ({@link
 * Lanes}), where each tenant is always in the same lane and a stuck one leaves it for a path of its own.
 *
 * <p>Used by {@link dev.stagedoor.audit.Ledger} only; it takes that package's values and knows nothing else of it.
 */
@NullMarked
package dev.stagedoor.audit.lane;

import org.jspecify.annotations.NullMarked;
