// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.telephony.carrier.Attestation.Level;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What STIR/SHAKEN says, in the words of ATIS-1000074 and of carriers. */
class AttestationTest {
    @ParameterizedTest
    @CsvSource({
        "TN-Validation-Passed, A",
        "TN-Validation-Passed-A, A",
        "TN-Validation-Passed-B, B",
        "TN-Validation-Passed-C, C",
        "TN-Validation-Passed-A-Diverted, A",
        "TN-Validation-Passed-B-Passthrough, B"
    })
    void what_passed_has_a_level(String verstat, Level level) {
        assertThat(Attestation.ofVerstat(verstat)).contains(new Attestation(Optional.of(level), true));
    }

    @Test
    void what_failed_may_have_one() {
        assertThat(Attestation.ofVerstat("TN-Validation-Failed")).contains(new Attestation(Optional.empty(), false));
        assertThat(Attestation.ofVerstat("TN-Validation-Failed-B"))
                .contains(new Attestation(Optional.of(Level.B), false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "No-TN-Validation", "tn-validation-passed-a", "TN-Validation-Passed-AB", "x"})
    void what_was_not_validated_has_none(String verstat) {
        assertThat(Attestation.ofVerstat(verstat)).isEmpty();
    }
}
