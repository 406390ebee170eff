// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.numbers;

import com.google.i18n.phonenumbers.AsYouTypeFormatter;
import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;

/** How a caller's number is written for people. */
public final class CallerNumber {
    private static final PhoneNumberUtil PLANS = PhoneNumberUtil.getInstance();
    private static final String NORTH_AMERICA = "+1";

    private CallerNumber() {}

    /**
     * {@code +44 20 7183 8750}, and {@code +1 (234) 567-8901} in North America.
     *
     * @param number + and digits; need not be one that anybody can have, since carriers pass on what callers send
     */
    public static String written(String number) {
        if (number.startsWith(NORTH_AMERICA)) {
            return NORTH_AMERICA + ' ' + northAmerican(number.substring(NORTH_AMERICA.length()));
        }
        try {
            return PLANS.format(PLANS.parse(number, null), PhoneNumberFormat.INTERNATIONAL);
        } catch (NumberParseException noCountry) {
            return number;
        }
    }

    private static String northAmerican(String digits) {
        AsYouTypeFormatter typed = PLANS.getAsYouTypeFormatter("US");
        String written = "";
        for (int i = 0; i < digits.length(); i++) {
            written = typed.inputDigit(digits.charAt(i));
        }
        return written;
    }
}
