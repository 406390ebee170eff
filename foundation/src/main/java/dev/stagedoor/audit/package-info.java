// SPDX-License-Identifier: Apache-2.0
/**
 * The ledger: one row per tenant orders everything that matters, and every grant and change is an entry appended to
 * that tenant's hash chain in the commit that makes it effective (docs/decisions/0003-ledger.md).
 *
 * <p>Holds T1 (a token is returned only after its entry is durable, in a commit that proves that its snapshot is
 * current), T4 (revocations hold on every node), I7 (a stuck tenant delays no other) and the exactness of budgets.
 */
@NullMarked
package dev.stagedoor.audit;

import org.jspecify.annotations.NullMarked;
