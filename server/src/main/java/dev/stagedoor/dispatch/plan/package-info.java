// SPDX-License-Identifier: Apache-2.0
/**
 * What a dispatch needs next: a pure function of its stored state and of what was observed in the room ({@link
 * dev.stagedoor.dispatch.plan.Planner}). No I/O and no database, so that random histories replay exactly.
 *
 * <p>Holds D2 (joined is observed, never assumed), D3 (only what can succeed is retried) and the decisions of D4 (never
 * two agents for long).
 */
@NullMarked
package dev.stagedoor.dispatch.plan;

import org.jspecify.annotations.NullMarked;
