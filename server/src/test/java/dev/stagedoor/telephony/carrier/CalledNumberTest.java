// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The called number, from each form in which carriers send it. */
class CalledNumberTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "+442079460107",
                " 442079460107",
                "sip:+442079460107@sip.example",
                "sips:+442079460107@sip.example:5061;transport=tls",
                "sip: 442079460107@sip.example",
                "sip:+442079460107"
            })
    void a_number_may_stand_alone_or_in_a_sip_address(String sent) {
        assertThat(CalledNumber.of("To", sent)).isEqualTo("+442079460107");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "442079460107",
                "+442079460107x",
                "+442079460107,+442079460108",
                "+0123456789",
                "+44",
                "+1234567890123456",
                "sip:agent@+442079460107",
                "sip:x+442079460107@example",
                "tel:+442079460107",
                "+４４２０７９４６０１０７",
                "+442079460107\n"
            })
    void anything_else_is_refused_without_being_quoted(String sent) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> CalledNumber.of("To", sent))
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(ErrorCode.MALFORMED_REQUEST))
                .satisfies(problem ->
                        assertThat(problem.detail()).startsWith("To: ").doesNotContain("2079"));
    }
}
