// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.numbers;

import dev.stagedoor.api.numbers.NumberRequest;
import dev.stagedoor.api.telephony.NumberType;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;

/**
 * A number that somebody may be called at, if the tenant allows it: of a country, of a known kind, and no emergency service.
 *
 * @param number  in E.164
 * @param country its ISO 3166-1 code
 */
public record Destination(String number, String country, NumberType type) {
    private static final int PREFIX = 9;

    /**
     * Reads what was asked for.
     *
     * @throws Problem {@code not_permitted_by_policy} for an emergency number, and for one of no country, as those of
     *     satellites; {@code invalid_request} for what is no number in E.164: each names {@code field}
     */
    public static Destination required(String field, String text) {
        E164 number = E164.of(text).orElseThrow(() -> notOne(field, text));
        if (EmergencyNumbers.isOne(number)) {
            throw emergency(field);
        }
        String country = number.country()
                .orElseThrow(() -> refused(field, "is a number of no country: such calls cost too much to be allowed"));
        NumberType type = number.type()
                .orElseThrow(() -> refused(field, "is a number of which nobody knows what kind of line it is"));
        return new Destination(number.toString(), country, type);
    }

    private static Problem notOne(String field, String text) {
        return EmergencyNumbers.isOne(text) ? emergency(field) : Problem.invalid(field, NumberRequest.E164_IN_WORDS);
    }

    private static Problem emergency(String field) {
        return refused(
                field,
                "is an emergency number, which no agent can call: take a phone and call it yourself, now if somebody is in"
                        + " danger");
    }

    /** The refusal of a number by a policy, naming its field. */
    public static Problem refused(String field, String why) {
        return Problem.of(ErrorCode.NOT_PERMITTED_BY_POLICY, field + ": " + why).field(field, why);
    }

    /** The plus sign and the first eight digits: numbers that are dialled to earn from the calls come in ranges. */
    public String prefix() {
        return number.substring(0, Math.min(PREFIX, number.length()));
    }

    /** Masked: a number is somebody's. */
    @Override
    public String toString() {
        return "Destination[" + MaskedNumber.of(number) + "]";
    }
}
