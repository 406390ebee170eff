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
import java.util.stream.Stream;
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
    /** Without its task; measured with a thousand runs, each with a reader. */
    private static final long OF_EACH_RUN = 128 << 10;

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

    /** Only its pattern, for a list that shows nothing else of it. */
    static Definition unread(Kind kind) {
        return new Definition(kind, new Prompt(List.of()), List.of(), null, 0, false);
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

    /**
     * About how many bytes of memory a run of it takes: those of any run with its answers, its own, and its task twice more
     * for each call at a time, which carries the task as JSON.
     *
     * @param callsAtOnce the most calls at a time
     */
    long weight(int callsAtOnce) {
        long own = Stream.concat(members.stream(), Stream.ofNullable(lead))
                .mapToLong(agent -> agent.systemPrompt().length())
                .sum();
        long taken = task.parts().stream().mapToLong(Definition::size).sum();
        boolean inTurns = kind == Kind.SEQUENTIAL || kind == Kind.DEBATE;
        return OF_EACH_RUN + own + taken * (1 + 2L * (inTurns ? 1 : Math.min(members.size(), callsAtOnce)));
    }

    private static long size(Prompt.Part part) {
        return switch (part) {
            case Prompt.Text text -> text.text().length();
            case Prompt.Image image -> image.data().length();
        };
    }

    /** Whether its task has images, which nobody needs once the run is over. */
    boolean hasImages() {
        return task.parts().stream().anyMatch(Prompt.Image.class::isInstance);
    }

    private Agent leading() {
        if (lead == null) {
            throw new IllegalStateException(kind + " without a lead");
        }
        return lead;
    }
}
