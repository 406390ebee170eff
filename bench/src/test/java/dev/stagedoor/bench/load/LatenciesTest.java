// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    private static Latencies.Recorder recorded(long first, long last) {
        Latencies.Recorder recorder = new Latencies.Recorder();
        LongStream.rangeClosed(first, last).forEach(millis -> recorder.add(millis * 1_000_000));
        return recorder;
    }

    @Test
    void a_percentile_is_the_least_value_that_so_many_do_not_exceed() {
        Latencies latencies = Latencies.of(List.of(recorded(5_001, 10_000), recorded(1, 5_000)));

        assertThat(latencies.count()).isEqualTo(10_000);
        assertThat(latencies.millis(50)).isEqualTo(5_000);
        assertThat(latencies.millis(99)).isEqualTo(9_900);
        assertThat(latencies.millis(99.9)).isEqualTo(9_990);
        assertThat(latencies.millis(100)).isEqualTo(10_000);
    }

    @Test
    void one_value_is_every_percentile_and_none_is_nought() {
        assertThat(Latencies.of(List.of(recorded(7, 7))).millis(1)).isEqualTo(7);
        assertThat(Latencies.of(List.of()).millis(99)).isZero();
    }
}
