// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch.plan;

/**
 * What this node has lately seen of a project's workers.
 *
 * @param warm    whether LiveKit shows the project's jobs at once: it keeps for a minute which agent names are served, and
 *     shows jobs only after asking again, which takes it 5 s
 * @param serving whether a worker with the dispatched agent name has taken a job
 */
public record Workers(boolean warm, boolean serving) {
    /** Nothing is known. */
    public static final Workers UNKNOWN = new Workers(false, false);
}
