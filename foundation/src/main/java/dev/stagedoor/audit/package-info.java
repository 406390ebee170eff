/**
 * The ledger: one row per tenant orders everything that matters, and every grant and every change is an entry appended to
 * that tenant's hash chain in the commit that makes it true (docs/decisions/0003-ledger.md).
 *
 * <p>Holds T1 (a token leaves only after its entry is durable, in a commit that proves its grounds unmoved), T4 (what was
 * taken back stays taken back on every node), I7 (a stuck tenant delays nobody else) and the exactness of budgets.
 */
@NullMarked
package dev.stagedoor.audit;

import org.jspecify.annotations.NullMarked;
