// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony;

import dev.stagedoor.telephony.carrier.Carrier;
import dev.stagedoor.telephony.plivo.Plivo;
import dev.stagedoor.telephony.telnyx.Telnyx;
import dev.stagedoor.telephony.twilio.Twilio;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The carriers whose webhooks are answered. Another one is a package that implements {@link Carrier}, and a line here. */
final class Carriers {
    /** Of no account. */
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    static final List<Known> ALL = List.of(
            new Known(
                    new Twilio(),
                    "X-Twilio-Signature",
                    TelephonyConfig::twilioApi,
                    Map.of("account_sid", "AC" + "00000000000000000000000000000000", "auth_token", TOKEN)),
            new Known(
                    new Telnyx(),
                    "telnyx-signature-ed25519",
                    TelephonyConfig::telnyxApi,
                    Map.of("public_key", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")),
            new Known(
                    new Plivo(),
                    "X-Plivo-Signature-V3",
                    TelephonyConfig::plivoApi,
                    Map.of("auth_id", "MA" + "000000000000000000", "auth_token", TOKEN)));

    /**
     * A carrier.
     *
     * @param header  of its signature, for the documents
     * @param api     of the configuration: the base of the carrier's API
     * @param example an account of the right form, for the documents
     */
    record Known(Carrier carrier, String header, Function<TelephonyConfig, String> api, Map<String, String> example) {}

    private Carriers() {}
}
