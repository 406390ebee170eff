// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch;

import dev.stagedoor.kernel.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The workers that are wanted for an agent.
 *
 * @param agent    the agent's slug
 * @param replicas how many
 * @param progress how far it is
 * @param held     who sees to it
 */
record Pool(
        TenantId tenant, String agent, WorkerSpec spec, Replicas replicas, Progress progress, Held held, Times times) {

    /** How many run now, and between what that can be scaled. */
    record Replicas(int fewest, int most, int wanted) {}

    /**
     * How far it is.
     *
     * @param generation the newest one
     * @param changes    rises when there is a reason to look
     * @param ending     whether it was deleted
     * @param problem    why no worker runs, or could not be started; null if all is well
     */
    record Progress(
            long generation,
            long changes,
            boolean ending,
            @Nullable String problem) {}

    /** By which node, and how often it changed hands. */
    record Held(String node, long fence) {}

    /** When it was first wanted, and last changed. */
    record Times(Instant createdAt, Instant updatedAt) {}

    /** Its generation with that number. */
    GenerationRef generation(String slug, long number) {
        return new GenerationRef(tenant, slug, agent, number);
    }

    /** The same, held by that node. */
    Pool heldBy(Held holder) {
        return new Pool(tenant, agent, spec, replicas, progress, holder, times);
    }
}
