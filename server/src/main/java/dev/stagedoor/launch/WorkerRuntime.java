// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch;

import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.launch.logs.WorkerLogs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Something that runs workers. It keeps no truth of its own: what runs carries labels with its {@link GenerationRef}, so
 * that any node can {@link #look} and go on after another one died. Every method may be repeated.
 *
 * <p>Methods throw {@link RuntimeUnavailable} if the runtime cannot be asked now, and a {@link Problem} if it refuses for
 * good, such as {@code invalid_request} for an image that does not exist; neither has a secret in it.
 */
public interface WorkerRuntime extends AutoCloseable {
    /** Its word in specs and settings: {@code process}, {@code docker} or {@code kubernetes}. */
    String name();

    /** Whether its workers are this node's own, which no other node can see or stop: processes. */
    default boolean isOfNode() {
        return false;
    }

    /**
     * Refuses a spec that the operator's configuration does not allow, without asking anybody.
     *
     * @throws Problem {@code invalid_request}, naming the field and what is allowed
     */
    void check(WorkerSpec spec);

    /**
     * Makes that many workers of the generation run: starts the missing ones, and stops those that are too many. Those that
     * exited count as missing. Returns when they were asked for, not when they run.
     */
    void apply(Generation generation, int replicas);

    /** Asks all workers of the generation to finish their calls and end; kills those that take longer. Returns at once. */
    void drain(GenerationRef generation, Duration longest);

    /** Ends one worker now and removes what is left of it; if the generation still stands, {@link #apply} starts another. */
    void remove(GenerationRef generation, String worker);

    /** Ends all workers of the generation now, and removes what is left of it: containers, deployments, secrets. */
    void remove(GenerationRef generation);

    /** Every worker with our labels, of all tenants, also of generations that nobody wants any more. */
    List<Sighting> look();

    /**
     * Passes on what a worker writes from that time on, a line at a time, until it ends or the follower is closed. A slow
     * consumer slows the worker's output down and never fills memory; longer lines are cut.
     */
    Follower follow(GenerationRef generation, String worker, Instant since, Consumer<String> line);

    /** What a worker really has in its environment, for evidence; empty if the runtime cannot tell. */
    Map<String, Secret> environment(GenerationRef generation, String worker);

    @Override
    void close();

    /** Follows a worker's output. */
    interface Follower extends WorkerLogs.Feed {}
}
