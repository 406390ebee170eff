// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony;

import dev.stagedoor.config.Config;
import dev.stagedoor.kernel.Setting;
import java.time.Duration;

/** How calls by trunk are found, and the number that anybody may report calls to, for development only. */
public record TelephonyConfig(
        @Setting(
                value = "How often a tenant's trunks are looked at, and its LiveKit for calls that came by them.",
                initial = "3s",
                min = 100,
                max = 60000)
        Duration pollInterval,

        @Setting(
                value =
                        "The base of Telnyx's API, to which the commands of call control are sent, and which is asked whose a number is.",
                initial = "https://api.telnyx.com/v2")
        String telnyxApi,

        @Setting(
                value = "The base of Twilio's API, which is asked whose a number is.",
                initial = "https://api.twilio.com")
        String twilioApi,

        @Setting(
                value = "The base of Plivo's API, which is asked whose a number is.",
                initial = "https://api.plivo.com")
        String plivoApi,

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

    /** The defaults, with another interval: for tests. */
    public static TelephonyConfig looking(Duration every) {
        return usual().with(every, usual().telnyxApi);
    }

    /** The same, with another interval and one base for all carriers' APIs: for tests. */
    public TelephonyConfig with(Duration every, String api) {
        return new TelephonyConfig(every, api, api, api, unsignedNumber, unsignedTenant, unsignedAgent);
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
