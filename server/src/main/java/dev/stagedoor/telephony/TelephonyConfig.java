// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony;

import dev.stagedoor.config.Config;
import dev.stagedoor.kernel.Setting;

/** The number that anybody may report calls to, for development only. */
public record TelephonyConfig(
        @Setting(
                value =
                        "For development: a called number to which calls are reported without a signature, in any form.",
                initial = "")
        String unsignedNumber,

        @Setting(value = "For development: the slug of the tenant that the unsigned number belongs to.", initial = "")
        String unsignedTenant,

        @Setting(value = "For development: the agent that answers the unsigned number.", initial = "")
        String unsignedAgent) {

    /** The defaults: every call is reported with a signature. */
    public static TelephonyConfig usual() {
        return Config.defaults(TelephonyConfig.class);
    }

    /** Whether calls to that number may be reported without a signature. */
    boolean isUnsigned(String number) {
        return acceptsUnsigned() && unsignedNumber.equals(number);
    }

    /** Whether there is such a number. */
    boolean acceptsUnsigned() {
        return !unsignedNumber.isEmpty() && !unsignedTenant.isEmpty();
    }
}
