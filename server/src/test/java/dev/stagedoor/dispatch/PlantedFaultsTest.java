// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The simulation finds faults in how vanished agents are replaced and rooms watched (D4, D5, D6)")
@Tag("slow")
class PlantedFaultsTest {
    private static final int HISTORIES = 2_000;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NOTHING")
    void a_planted_fault_is_found(Planted fault) {
        OptionalLong found = LongStream.range(0, HISTORIES)
                .filter(seed -> isFound(seed, fault))
                .findFirst();

        assertThat(found).as("a history that finds %s", fault).isPresent();
    }

    private static boolean isFound(long seed, Planted fault) {
        try {
            new Histories(seed, fault).play();
            return false;
        } catch (AssertionError broken) {
            return true;
        }
    }
}
