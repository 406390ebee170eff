// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.numbers;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber;
import dev.stagedoor.api.numbers.NumberRequest;
import dev.stagedoor.api.telephony.NumberType;
import dev.stagedoor.kernel.Problem;
import java.util.Optional;
import java.util.regex.Pattern;

/** A phone number as the ITU's E.164 writes it, of a plan that libphonenumber knows. */
public final class E164 {
    private static final Pattern FORM = Pattern.compile(NumberRequest.E164);
    private static final PhoneNumberUtil PLANS = PhoneNumberUtil.getInstance();

    /** The region that libphonenumber has for what is no country's, as +800. */
    private static final String NO_COUNTRY = "001";

    private final Phonenumber.PhoneNumber parsed;

    private E164(Phonenumber.PhoneNumber parsed) {
        this.parsed = parsed;
    }

    /** The number, if somebody could have it: its form alone is not enough, as libphonenumber reads much else as one. */
    public static Optional<E164> of(String text) {
        if (!FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(PLANS.parse(text, null))
                    .filter(PLANS::isValidNumber)
                    .map(E164::new);
        } catch (NumberParseException noCountry) {
            return Optional.empty();
        }
    }

    /** The number of that field, whose form the request has been checked for. */
    static E164 required(String field, String text) {
        return of(text).orElseThrow(() -> Problem.invalid(
                field, "is not a number that can be given to anybody: check its country code and length"));
    }

    /** As it is written at home: {@code 020 7183 8750}. */
    String formatted() {
        return PLANS.format(parsed, PhoneNumberFormat.NATIONAL);
    }

    /** The ISO 3166 code of its country, if it is of one. */
    public Optional<String> country() {
        return Optional.ofNullable(PLANS.getRegionCodeForNumber(parsed)).filter(region -> !region.equals(NO_COUNTRY));
    }

    /** What kind of line it is; empty if its country's plan does not say. */
    public Optional<NumberType> type() {
        return switch (PLANS.getNumberType(parsed)) {
            case FIXED_LINE -> Optional.of(NumberType.FIXED_LINE);
            case MOBILE -> Optional.of(NumberType.MOBILE);
            case FIXED_LINE_OR_MOBILE -> Optional.of(NumberType.FIXED_LINE_OR_MOBILE);
            case TOLL_FREE -> Optional.of(NumberType.TOLL_FREE);
            case PREMIUM_RATE -> Optional.of(NumberType.PREMIUM_RATE);
            case SHARED_COST -> Optional.of(NumberType.SHARED_COST);
            case VOIP -> Optional.of(NumberType.VOIP);
            case PERSONAL_NUMBER -> Optional.of(NumberType.PERSONAL_NUMBER);
            case PAGER -> Optional.of(NumberType.PAGER);
            case UAN -> Optional.of(NumberType.UAN);
            case VOICEMAIL -> Optional.of(NumberType.VOICEMAIL);
            case UNKNOWN -> Optional.empty();
        };
    }

    /** The number without its country's code. */
    String national() {
        return PLANS.getNationalSignificantNumber(parsed);
    }

    /** In E.164. */
    @Override
    public String toString() {
        return PLANS.format(parsed, PhoneNumberFormat.E164);
    }
}
