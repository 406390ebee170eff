// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.kernel.TurnableClock;
import dev.stagedoor.tenants.Burst;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AllowanceTest {
    private final TurnableClock clock = TurnableClock.at("2026-03-01T12:00:00Z");
    private final Allowance allowance = new Allowance("key", clock);

    @Test
    void a_burst_is_given_at_once_and_then_so_many_a_second() {
        Burst size = new Burst(2, 5);
        for (int left = 4; left >= 0; left--) {
            Allowance.Taken taken = allowance.take(size);
            assertThat(taken.given()).isTrue();
            assertThat(taken.state().remaining()).isEqualTo(left);
        }

        Allowance.Taken refused = allowance.take(size);
        assertThat(refused.given()).isFalse();
        assertThat(refused.toWait()).isEqualTo(Duration.ofMillis(500));

        clock.turn(Duration.ofMillis(499));
        assertThat(allowance.take(size).given()).isFalse();
        clock.turn(Duration.ofMillis(1));
        assertThat(allowance.take(size).given()).isTrue();
    }

    @Test
    void a_changed_size_is_no_fresh_start() {
        Burst wide = new Burst(1, 100);
        for (int i = 0; i < 90; i++) {
            allowance.take(wide);
        }

        assertThat(allowance.take(new Burst(1, 20)).state().remaining()).isEqualTo(1);
        assertThat(allowance.take(wide).state().remaining()).isEqualTo(4);
    }

    @Test
    void a_clock_that_is_set_back_neither_gives_nor_takes() {
        Burst size = new Burst(1, 3);
        allowance.take(size);
        clock.turn(Duration.ofHours(-1));

        assertThat(allowance.take(size).state().remaining()).isEqualTo(1);
        assertThat(allowance.take(size).state().remaining()).isZero();
        assertThat(allowance.take(size).given()).isFalse();
        clock.turn(Duration.ofHours(1).plusSeconds(1));
        assertThat(allowance.take(size).given()).isTrue();
    }
}
