// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.numbers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber;
import com.google.i18n.phonenumbers.ShortNumberInfo;
import dev.stagedoor.api.telephony.NumberType;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whom agents may call at all, whatever their tenant allows. */
class DestinationTest {
    private static final PhoneNumberUtil PLANS = PhoneNumberUtil.getInstance();
    private static final ShortNumberInfo SHORT = ShortNumberInfo.getInstance();

    private static Problem refusal(String to) {
        return catchThrowableOfType(Problem.class, () -> Destination.required("to", to));
    }

    @Provide
    Arbitrary<String> regions() {
        return Arbitraries.of(PLANS.getSupportedRegions());
    }

    /** Two to four digits that reach an emergency service in that country. */
    private static List<String> emergencies(String region) {
        List<String> found = new ArrayList<>();
        for (int number = 10; number < 10_000; number++) {
            if (SHORT.isEmergencyNumber(Integer.toString(number), region)) {
                found.add(Integer.toString(number));
            }
        }
        return found;
    }

    @Property
    void an_emergency_number_of_any_country_is_refused_however_it_is_written(@ForAll("regions") String region) {
        for (String emergency : emergencies(region)) {
            if (List.of("211", "311", "511").contains(emergency)) {
                continue;
            }
            for (String written :
                    List.of(emergency, "+" + emergency, "+" + PLANS.getCountryCodeForRegion(region) + emergency)) {
                assertThat(refusal(written)).as("%s in %s", written, region).isNotNull();
            }
            assertThat(refusal(emergency).code()).isEqualTo(ErrorCode.NOT_PERMITTED_BY_POLICY);
            assertThat(refusal(emergency).detail()).contains("take a phone");
        }
    }

    @Property
    void an_ordinary_number_of_any_country_is_one(@ForAll("regions") String region) {
        Phonenumber.PhoneNumber example = PLANS.getExampleNumber(region);

        Destination to = Destination.required("to", PLANS.format(example, PhoneNumberFormat.E164));

        assertThat(to.country()).hasSize(2);
        assertThat(to.number()).startsWith("+" + example.getCountryCode());
        assertThat(to.toString()).doesNotContain(to.number());
    }

    @Property
    void what_is_not_plus_and_digits_is_none(@ForAll String text) {
        if (!text.matches("\\+[1-9][0-9]{6,14}")) {
            assertThat(refusal(text)).as("%s", text).isNotNull();
            assertThat(refusal("+442079460123" + (text.isEmpty() ? "\n" : text)))
                    .as("%s", text)
                    .isNotNull();
        }
    }

    @Example
    void a_number_like_that_of_information_is_no_emergency() {
        for (String information : List.of("211", "311", "511")) {
            assertThat(refusal(information).code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        }
    }

    @Example
    void numbers_that_begin_like_an_emergency_number_are_not_refused_for_it() {
        assertThatCode(() -> Destination.required("to", "+911123456789")).doesNotThrowAnyException();
        assertThatCode(() -> Destination.required("to", "+12025550143")).doesNotThrowAnyException();
    }

    @Example
    void the_kind_of_line_is_what_its_country_says() {
        assertThat(Destination.required("to", "+449012345678").type()).isEqualTo(NumberType.PREMIUM_RATE);
        assertThat(Destination.required("to", "+442079460123").type()).isEqualTo(NumberType.FIXED_LINE);
        assertThat(Destination.required("to", "+12025550143").type()).isEqualTo(NumberType.FIXED_LINE_OR_MOBILE);
    }

    @Example
    void a_number_of_no_country_is_refused() {
        assertThat(refusal("+881612345678").code()).isEqualTo(ErrorCode.NOT_PERMITTED_BY_POLICY);
        assertThat(refusal("+80012345678").code()).isEqualTo(ErrorCode.NOT_PERMITTED_BY_POLICY);
    }

    @Example
    void numbers_of_one_range_have_one_prefix() {
        assertThat(Destination.required("to", "+442079460123").prefix())
                .isEqualTo(Destination.required("to", "+442079460999").prefix())
                .isNotEqualTo(Destination.required("to", "+442083661177").prefix());
    }

    @Example
    void a_masked_number_says_its_country_and_two_digits() {
        assertThat(MaskedNumber.of("+442079460123")).isEqualTo("+4420…23");
        assertThat(MaskedNumber.of("withheld")).isEqualTo("withheld");
        assertThat(MaskedNumber.of("sip:alice@example.com")).isEqualTo("…");
        assertThat(MaskedNumber.of("911")).isEqualTo("…");
        assertThat(MaskedNumber.ofIdentity("caller-442079460123")).isEqualTo("caller-+4420…23");
        assertThat(MaskedNumber.ofIdentity("alice")).isEqualTo("alice");
    }
}
