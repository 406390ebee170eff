// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.numbers;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.ShortNumberInfo;
import java.util.Collection;
import java.util.Set;

/**
 * Whether somebody wants an emergency service: in any country, since no carrier takes such a call from an agent to where the
 * person is.
 */
final class EmergencyNumbers {
    private static final ShortNumberInfo SHORT = ShortNumberInfo.getInstance();
    private static final PhoneNumberUtil PLANS = PhoneNumberUtil.getInstance();
    private static final Set<String> REGIONS = PLANS.getSupportedRegions();

    /** Emergency services in Barbados alone; in North America, where they are dialled, information of other kinds. */
    private static final Set<String> INFORMATION = Set.of("211", "311", "511");

    private static final int LONGEST_SHORT = 6;
    private static final int LONGEST_COUNTRY_CODE = 3;

    private EmergencyNumbers() {}

    /** Whether those digits, which are no number in E.164, reach an emergency service if they are dialled. */
    static boolean isOne(String text) {
        String digits = text.replaceAll("[^0-9]", "");
        return isShort(digits, REGIONS) || (text.startsWith("+") && isShortAbroad(digits));
    }

    /** Whether that number is one that its country, or any other, also has for emergencies. */
    static boolean isOne(E164 number) {
        return REGIONS.stream().anyMatch(region -> SHORT.isEmergencyNumber(number.national(), region));
    }

    private static boolean isShort(String digits, Collection<String> regions) {
        return !digits.isEmpty()
                && digits.length() <= LONGEST_SHORT
                && !INFORMATION.contains(digits)
                && regions.stream().anyMatch(region -> SHORT.connectsToEmergencyNumber(digits, region));
    }

    /** With the code of a country before it, as +1 911. */
    private static boolean isShortAbroad(String digits) {
        for (int code = 1; code <= LONGEST_COUNTRY_CODE && code < digits.length(); code++) {
            Collection<String> regions =
                    PLANS.getRegionCodesForCountryCode(Integer.parseInt(digits.substring(0, code)));
            if (isShort(digits.substring(code), regions)) {
                return true;
            }
        }
        return false;
    }
}
