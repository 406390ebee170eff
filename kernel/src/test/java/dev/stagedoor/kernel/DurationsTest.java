// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Durations are written as people write them. */
class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "PT0S,     0 ms,       0 ms",
        "PT0.05S,  50 ms,      50 ms",
        "PT1.5S,   1500 ms,    1500 ms",
        "PT1S,     1 second,   second",
        "PT20S,    20 seconds, 20 seconds",
        "PT90S,    90 seconds, 90 seconds",
        "PT2M,     2 minutes,  2 minutes",
        "PT1H,     1 hour,     hour",
        "PT24H,    1 day,      day",
        "PT36H,    36 hours,   36 hours"
    })
    void in_the_largest_unit_that_gives_a_whole_number(Duration duration, String text, String each) {
        assertThat(Durations.text(duration)).isEqualTo(text);
        assertThat(Durations.each(duration)).isEqualTo(each);
    }
}
