// SPDX-License-Identifier: Apache-2.0
/**
 * How entries are written: a change's entries in its own transaction ({@link Chain}); grants by group commit
 * ({@link Lanes}), where each tenant is always in the same lane and a stuck one moves to a path of its own.
 *
 * <p>Used by {@link dev.stagedoor.audit.Ledger} only; it uses that package's values and nothing else of it.
 */
@NullMarked
package dev.stagedoor.audit.lane;

import org.jspecify.annotations.NullMarked;
