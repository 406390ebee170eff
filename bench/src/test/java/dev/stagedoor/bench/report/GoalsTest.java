// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GoalsTest {
    @Test
    void a_figure_on_the_wrong_side_of_its_goal_is_called_missed() {
        Goals goals = new Goals()
                .atMost("start", 10, 9.994, " ms")
                .atMost("memory", 600, 731.2, " MB")
                .atLeast("requests", 3_000, 2_999.4, "")
                .atLeast("runs", 1_000, 1_000, "");

        assertThat(goals).hasToString("""
                | figure   | goal     | now            |
                |----------|----------|----------------|
                | start    | ≤ 10 ms  | 9.99 ms        |
                | memory   | ≤ 600 MB | 731 MB: missed |
                | requests | ≥ 3,000  | 2,999: missed  |
                | runs     | ≥ 1,000  | 1,000          |
                """);
    }
}
