// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit.entry;

import dev.stagedoor.kernel.Proof;

/** An entry for the group commit, with its proof, its cost and the budget that limits it. */
public record Grant(Proof proof, Draft entry, Cost cost, Budget budget) {}
