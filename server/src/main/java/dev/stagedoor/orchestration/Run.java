// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration;

import dev.stagedoor.kernel.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One orchestration, as it is stored.
 *
 * @param id    {@code run_…}
 * @param lease whose credential it takes, and which node executes it
 */
record Run(
        TenantId tenant,
        String id,
        Definition definition,
        Options options,
        Taken lease,
        State state,
        Instant createdAt) {
    /**
     * How it is executed.
     *
     * @param collects whether it goes on without the answer of an agent that failed
     * @param resumes  whether another node continues it
     * @param limited  whether it has a budget of its own
     */
    record Options(boolean collects, boolean resumes, boolean limited) {}

    /**
     * Who pays, and who works.
     *
     * @param userId   whose selection it was; empty for the tenant itself
     * @param provider {@code anthropic}, {@code gateway} or {@code sandbox}
     * @param fence    how often it was taken: a store with an older number is refused
     */
    record Taken(String userId, String profileId, long profileVersion, String provider, String node, long fence) {}

    /** How it stands; {@code error} and {@code detail} say why it did not complete. */
    record State(
            RunStatus status,
            boolean cancelAsked,
            @Nullable String error,
            @Nullable String detail,
            @Nullable Instant endedAt) {
        static final State RUNNING = new State(RunStatus.RUNNING, false, null, null, null);
    }

    boolean isRunning() {
        return state.status() == RunStatus.RUNNING;
    }
}
