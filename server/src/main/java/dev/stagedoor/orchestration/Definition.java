// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration;

import dev.stagedoor.orchestration.pattern.Agent;
import dev.stagedoor.orchestration.pattern.Debate;
import dev.stagedoor.orchestration.pattern.Hierarchical;
import dev.stagedoor.orchestration.pattern.Parallel;
import dev.stagedoor.orchestration.pattern.Pattern;
import dev.stagedoor.orchestration.pattern.Prompt;
import dev.stagedoor.orchestration.pattern.Routing;
import dev.stagedoor.orchestration.pattern.Sequential;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run is of, in one form for all patterns: what is stored.
 *
 * @param members those who work on the task, in their order
 * @param lead    who plans, routes, judges or aggregates; null for none
 * @param rounds  of a debate
 */
record Definition(
        Kind kind,
        Prompt task,
        List<Agent> members,
        @Nullable Agent lead,
        int rounds,
        boolean converges) {
    /** The patterns. */
    enum Kind {
        SEQUENTIAL("sequential"),
        DEBATE("debate"),
        HIERARCHICAL("hierarchical"),
        PARALLEL("parallel"),
        ROUTING("routing");

        private final String wire;

        Kind(String wire) {
            this.wire = wire;
        }

        String wire() {
            return wire;
        }
    }

    Definition {
        members = List.copyOf(members);
    }

    Pattern pattern() {
        return switch (kind) {
            case SEQUENTIAL -> new Sequential(task, members);
            case DEBATE -> new Debate(task.text(), members, rounds, lead, converges);
            case HIERARCHICAL -> new Hierarchical(task, leading(), members);
            case PARALLEL -> new Parallel(task, members, lead);
            case ROUTING -> new Routing(task, leading(), members);
        };
    }

    private Agent leading() {
        if (lead == null) {
            throw new IllegalStateException(kind + " without a lead");
        }
        return lead;
    }
}
