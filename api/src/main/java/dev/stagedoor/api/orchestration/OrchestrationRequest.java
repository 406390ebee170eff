// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.orchestration;

import org.jspecify.annotations.Nullable;

/** What the requests of all patterns have in common. */
public interface OrchestrationRequest {
    /** The model of agents that name none. */
    @Nullable
    String model();

    /** What happens when an agent fails; {@code fail_fast} if null. */
    @Nullable
    OnError onError();

    /** The tenant's own id of the user whose selected profile the run takes; null for the tenant itself. */
    @Nullable
    String userId();

    /** A profile to take instead of the selected one. */
    @Nullable
    String profileId();

    /** Whether another node continues the run if this one dies. */
    @Nullable
    Boolean resume();

    /** The most that the run may use. */
    @Nullable
    RunBudget budget();

    /** Refused: agents have no workspace here. */
    @Nullable
    String gitRepo();

    /** Refused if true: agents have no workspace here. */
    @Nullable
    Boolean isolateAgentWorkspaces();
}
