// SPDX-License-Identifier: Apache-2.0
/**
 * How entries are written: a change's entries in its own transaction ({@link Chain}); grants by group commit
 * ({@link Lanes}), where each tenant is always in the same lane and a stuck one moves to a path of its own.
 *
 * <p>Used by the ledger's own package, of which it knows nothing; the archive computes its hashes again.
 */
@NullMarked
package dev.stagedoor.audit.lane;

import org.jspecify.annotations.NullMarked;
