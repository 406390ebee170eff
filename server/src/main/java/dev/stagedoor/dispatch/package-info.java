/**
 * The durable promise that exactly one agent is present in a room until the call ends. What to do next is a pure function
 * of the stored state and what was seen ({@link dev.stagedoor.dispatch.plan.Planner}); a thin driver does it, stores the result
 * under the row's lease and fence, and says when to look again. The row is its own job.
 *
 * <p>Holds D1 (stored before it is sent, ends once), D2 (joined is seen, never assumed), D3 (only what can succeed is tried
 * again), D4 (never two agents for long, and the receipt names the one that stays), D6 (hints only wake it early).
 */
@NullMarked
package dev.stagedoor.dispatch;

import org.jspecify.annotations.NullMarked;
