// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.telephony;

/** What kind of line a number is, as its country's plan says. */
public enum NumberType {
    FIXED_LINE,
    MOBILE,
    /** Where the plan does not tell the two apart, as in North America. */
    FIXED_LINE_OR_MOBILE,
    TOLL_FREE,
    VOIP,
    /** Whoever calls pays more, and whoever is called earns from it. */
    PREMIUM_RATE,
    SHARED_COST,
    PERSONAL_NUMBER,
    /** Of a company, whichever of its lines rings. */
    UAN,
    PAGER,
    VOICEMAIL
}
