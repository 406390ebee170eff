// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What carriers put in the place of a caller's number. */
class CallerIdTest {
    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");

    @ParameterizedTest
    @ValueSource(strings = {"+442079460199", "+12025550123", "+1234567", "+123456789012345", "+1234567890"})
    void what_has_the_form_of_e164_is_a_number_whether_or_not_anybody_has_it(String sent) {
        assertThat(CallerId.of(sent)).isEqualTo(new CallerId.PhoneNumber(sent));
    }

    @Test
    void a_plus_sign_that_a_form_lost_is_put_back() {
        assertThat(CallerId.of(" 442079460199")).isEqualTo(new CallerId.PhoneNumber("+442079460199"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "anonymous",
                "Anonymous",
                "RESTRICTED",
                "Unavailable",
                "unknown",
                "Private",
                "blocked",
                "anonymous@anonymous.invalid",
                "sip:anonymous@anonymous.invalid",
                "sips:Anonymous@example.com",
                "sip:+442079460199@anonymous.invalid",
                "sip:x@anonymous.invalid:5060;transport=tcp"
            })
    void a_word_for_nobody_is_a_withheld_number(String sent) {
        assertThat(CallerId.of(sent)).isEqualTo(new CallerId.Withheld());
    }

    @ParameterizedTest
    @ValueSource(strings = {"+266696687", "+7378742833", "+86282452253", "+2562533", "+8656696", " 266696687"})
    void a_word_spelled_on_a_keypad_is_a_withheld_number(String sent) {
        assertThat(CallerId.of(sent)).isEqualTo(new CallerId.Withheld());
    }

    @Test
    void an_apps_user_has_a_name() {
        assertThat(CallerId.of("client:jenny")).isEqualTo(new CallerId.Client("jenny"));
        assertThat(CallerId.of("client:+442079460199")).isEqualTo(new CallerId.Client("+442079460199"));
        assertThat(CallerId.of("client:")).isEqualTo(new CallerId.Other("client:"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip:agent@example.com", "SIP:+442079460199@example.com", "sips:a@b;transport=tls"})
    void a_sip_address_is_no_number_even_if_it_has_one(String sent) {
        assertThat(CallerId.of(sent)).isEqualTo(new CallerId.SipUri(sent));
    }

    @ParameterizedTest
    @ValueSource(strings = {"123", "60123", "12345678"})
    void a_few_digits_are_a_short_code(String sent) {
        assertThat(CallerId.of(sent)).isEqualTo(new CallerId.ShortCode(sent));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+44207946019a",
                "+442079460199;ext=5",
                "+442079460199 x5",
                "tel:+442079460199",
                "+1800FLOWERS",
                "+４４２０７９４６０１９９",
                "+٤٤٢٠٧٩٤٦٠١٩٩",
                "+0123456789",
                "+123456",
                "+1234567890123456",
                "++442079460199",
                "  442079460199",
                "+442079460199 ",
                "+44 20 7946 0199",
                "020 7946 0199",
                "442079460199",
                "12",
                "١٢٣",
                "John"
            })
    void what_only_resembles_a_number_is_none(String sent) {
        assertThat(CallerId.of(sent)).isEqualTo(new CallerId.Other(sent));
    }

    @Property
    void whatever_is_a_number_has_its_form(@ForAll String sent) {
        CallerId id;
        try {
            id = CallerId.of(sent);
        } catch (Problem refused) {
            assertThat(refused.code()).isEqualTo(ErrorCode.MALFORMED_REQUEST);
            return;
        }
        assertThat(sent).hasSizeLessThanOrEqualTo(256);
        assertThat(sent.chars().anyMatch(Character::isISOControl)).isFalse();
        if (id instanceof CallerId.PhoneNumber(String e164)) {
            assertThat(e164).matches(E164);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"+442079460199\u0000", "+442079460199\n", "a\r\nb", "\u0085", "a\ud800"})
    void control_characters_are_refused(String sent) {
        assertThatExceptionOfType(Problem.class).isThrownBy(() -> CallerId.of(sent));
    }

    @Test
    void a_caller_is_not_printed() {
        assertThat(CallerId.of("+442079460199")).hasToString("+…99");
        assertThat(CallerId.of("sip:+442079460199@example.com").toString()).doesNotContain("2079");
        assertThat(CallerId.of("020 7946 0199").toString()).doesNotContain("7946");
    }
}
