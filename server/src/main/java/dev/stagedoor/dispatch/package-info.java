// SPDX-License-Identifier: Apache-2.0
/**
 * Keeps exactly one agent in a room until the call ends. The next step is a pure function of the stored state and what
 * was observed ({@link dev.stagedoor.dispatch.plan.Planner}); a thin driver executes it, stores the result under the
 * row's lease and fence, and schedules the next look. The row is its own job.
 *
 * <p>Holds D1 (stored before it is sent, ends once), D2 (joined is observed, never assumed), D3 (retries only what can
 * succeed), D4 (never two agents for long, and the receipt names the one that stays), D6 (hints only wake it early).
 */
@NullMarked
package dev.stagedoor.dispatch;

import org.jspecify.annotations.NullMarked;
