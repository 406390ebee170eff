// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch;

import dev.stagedoor.api.workers.WorkerState;
import dev.stagedoor.kernel.TenantId;
import java.time.Instant;
import java.util.List;
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
    /** So many generations may finish their calls at once; no more workers are started until one of them has. */
    static final int MOST_FINISHING = 3;

    /** There are at most so many times its most replicas: those that serve, those that follow, and those that finish. */
    static final int SETS = MOST_FINISHING + 2;

    /** Why no more are started then. */
    static final String FULL =
            "Too many earlier workers still finish their calls; more are started when those have ended."
                    + " Restart them to end them now.";

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

    /**
     * Whether no more may be started in its newest generation. Whoever wants another spec again and again, or more replicas and
     * fewer, has no more workers by that: what they run may take a day to finish calls that it does not have.
     *
     * @param live all of its workers that run
     */
    boolean isFull(List<Worker> live, long newest) {
        List<Long> finishing = live.stream()
                .filter(worker -> worker.state() == WorkerState.DRAINING)
                .map(worker -> worker.place().generation())
                .toList();
        long ofNewest = finishing.stream().filter(number -> number == newest).count();
        long others =
                finishing.stream().filter(number -> number != newest).distinct().count();
        return others >= MOST_FINISHING || ofNewest >= (long) MOST_FINISHING * replicas.most();
    }
}
