// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.dispatch.plan.Dispatch;
import dev.stagedoor.dispatch.plan.EndReason;
import dev.stagedoor.dispatch.plan.Status;
import dev.stagedoor.kernel.Rounds;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A dispatch's guarantees (D1, D2, D4, D5, D6) hold in random histories. {@code -Dsimulation.seed=N} replays a failed one.
 */
@Tag("slow")
class SimulationTest {
    private static final int HISTORIES = Rounds.of(400);

    @Test
    void in_every_history_it_ends_once_joined_is_seen_and_nothing_is_left() {
        @Nullable Long replayed = Long.getLong("simulation.seed");
        if (replayed != null) {
            play(replayed, new Histories(replayed));
            return;
        }
        Map<Status, Integer> ends = new EnumMap<>(Status.class);
        int replaced = 0;
        Set<EndReason> reasons = EnumSet.noneOf(EndReason.class);
        for (long seed = 0; seed < HISTORIES; seed++) {
            Histories history = new Histories(seed);
            Dispatch last = play(seed, history);
            replaced += history.lastWasReplaced() ? 1 : 0;
            ends.merge(last.status(), 1, Integer::sum);
            if (last.end() != null) {
                reasons.add(last.end());
            }
        }
        assertThat(replaced).as("agents killed at the end and replaced").isGreaterThan(HISTORIES / 20);
        assertThat(ends).as("both ends are met").containsOnlyKeys(Status.COMPLETED, Status.FAILED);
        assertThat(reasons)
                .as("reasons met")
                .contains(
                        EndReason.NO_WORKER,
                        EndReason.NOT_JOINED,
                        EndReason.CALL_ENDED,
                        EndReason.AGENT_LEFT,
                        EndReason.AGENT_LOST);
    }

    private static Dispatch play(long seed, Histories history) {
        try {
            return history.play();
        } catch (AssertionError | RuntimeException broken) {
            throw new AssertionError("a promise is broken; replay it with -Dsimulation.seed=" + seed, broken);
        }
    }
}
