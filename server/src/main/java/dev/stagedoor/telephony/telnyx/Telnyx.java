// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.telnyx;

import dev.stagedoor.http.signed.SignedRequest;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.telephony.carrier.CalledNumber;
import dev.stagedoor.telephony.carrier.Carrier;
import dev.stagedoor.telephony.carrier.CarrierAnswer;
import dev.stagedoor.telephony.carrier.CarrierEvent;
import dev.stagedoor.telephony.carrier.CarrierEvent.AnsweredBy;
import dev.stagedoor.telephony.carrier.CarrierSecret;
import dev.stagedoor.telephony.carrier.CredentialShape;
import dev.stagedoor.telephony.carrier.CredentialShape.Field;
import dev.stagedoor.telephony.carrier.CredentialShape.Use;
import dev.stagedoor.telephony.carrier.Fields;
import dev.stagedoor.telephony.carrier.NumberLookup;
import dev.stagedoor.telephony.carrier.PublicAddress;
import dev.stagedoor.telephony.carrier.Refusal;
import dev.stagedoor.telephony.carrier.SipDestination;
import dev.stagedoor.telephony.carrier.Twiml;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Telnyx, by either of its interfaces: a TeXML application posts forms and is answered by documents, a call-control application
 * posts JSON and is answered by commands to {@value #API}. A GET is not read: its signature does not cover its query.
 */
public final class Telnyx implements Carrier {
    /** The base of the API that takes the commands. */
    public static final String API = "https://api.telnyx.com/v2";

    /** A TeXML dial rings 5 to 120 s. */
    private static final long LONGEST_TIMEOUT = 120;

    private static final Pattern PUBLIC_KEY = Pattern.compile("[A-Za-z0-9+/]{43}=");
    private static final String PUBLIC_KEY_IN_WORDS = "must be the account's public key: 32 bytes in base64";
    private static final Pattern API_KEY = Pattern.compile("[A-Za-z0-9_-]{16,256}");

    private static final CredentialShape CREDENTIAL = new CredentialShape(List.of(
            new Field("public_key", Use.VERIFIES, true, PUBLIC_KEY, PUBLIC_KEY_IN_WORDS),
            new Field("next_public_key", Use.VERIFIES, false, PUBLIC_KEY, PUBLIC_KEY_IN_WORDS),
            new Field("api_key", Use.COMMANDS, false, API_KEY, "must be an API key: KEY and letters and digits")));

    @Override
    public String name() {
        return "telnyx";
    }

    @Override
    public CredentialShape credential() {
        return CREDENTIAL;
    }

    @Override
    public boolean verify(SignedRequest request, PublicAddress address, List<CarrierSecret> secrets, Instant now) {
        try {
            return request.verb().equals("POST") && TelnyxSignature.verify(request, secrets, now);
        } catch (Problem unreadable) {
            return false;
        }
    }

    @Override
    public String calledNumber(SignedRequest request) {
        return isTexml(request)
                ? CalledNumber.of("To", Fields.of(request).required("To"))
                : CalledNumber.of("to", CallControlEvent.of(request).to());
    }

    @Override
    public CarrierEvent read(SignedRequest request) {
        return isTexml(request)
                ? new TexmlRequest(Fields.of(request)).event()
                : CallControlEvent.of(request).event();
    }

    private static boolean isTexml(SignedRequest request) {
        boolean form = Fields.isForm(request);
        if (!request.verb().equals("POST")
                || !(form || Fields.contentType(request).equals("application/json"))) {
            throw Problem.of(ErrorCode.MALFORMED_REQUEST, "Post call control as JSON, or TeXML as a form.");
        }
        return form;
    }

    /**
     * By {@code GET /v2/phone_numbers?filter[phone_number]=…}. It also lists numbers that somebody only wants to port in, as
     * anybody may ask for any number, and those that have left the account: these have another {@code status}.
     */
    @Override
    public NumberLookup lookup(String number, Map<String, Secret> account) {
        return new NumberLookup(
                "/phone_numbers?filter%5Bphone_number%5D=" + URLEncoder.encode(number, StandardCharsets.UTF_8),
                NumberLookup.bearer(account, "api_key"),
                answer -> NumberLookup.listed(
                        answer,
                        "data",
                        "phone_number",
                        number,
                        one -> one.path("status").asText().equals("active")));
    }

    @Override
    public CarrierAnswer dial(CarrierEvent call, SipDestination to) {
        return call.answeredBy() == AnsweredBy.COMMANDS
                ? CarrierAnswer.byCommands(CallControlCommands.transfer(call, to))
                : Twiml.dial(to, LONGEST_TIMEOUT);
    }

    @Override
    public CarrierAnswer refuse(CarrierEvent call, Refusal why) {
        return call.answeredBy() == AnsweredBy.COMMANDS
                ? CarrierAnswer.byCommands(CallControlCommands.reject(call, why))
                : Twiml.reject(why);
    }

    @Override
    public CarrierAnswer acknowledge(CarrierEvent event) {
        return event.answeredBy() == AnsweredBy.COMMANDS ? CarrierAnswer.byCommands() : Twiml.nothing();
    }
}
