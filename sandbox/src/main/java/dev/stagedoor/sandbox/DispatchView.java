// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import java.time.Instant;
import java.util.List;

/**
 * A snapshot of an agent dispatch as LiveKit lists it.
 *
 * @param agentName empty for the implicit dispatch of a room created without agents
 * @param jobs at most one; none until a worker has taken it and LiveKit's worker check has ended
 */
public record DispatchView(
        String id, String agentName, String room, String metadata, Instant created, List<JobView> jobs) {
    /** Copies the list. */
    public DispatchView {
        jobs = List.copyOf(jobs);
    }

    /**
     * The job a worker took. Its status stays {@code JS_RUNNING} whatever happens to the agent: LiveKit never updates
     * it.
     *
     * @param room the room as it was when the job was created
     * @param identity the identity its agent joins with
     */
    public record JobView(String id, String workerId, String identity, Instant started, RoomView room) {}
}
