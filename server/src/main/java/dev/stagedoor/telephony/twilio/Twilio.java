// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.twilio;

import dev.stagedoor.http.signed.SignedRequest;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.telephony.carrier.CalledNumber;
import dev.stagedoor.telephony.carrier.Carrier;
import dev.stagedoor.telephony.carrier.CarrierAnswer;
import dev.stagedoor.telephony.carrier.CarrierEvent;
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

/** Twilio Programmable Voice: forms by POST or GET, answered by TwiML. */
public final class Twilio implements Carrier {
    /** A dial rings at most 600 s. */
    private static final long LONGEST_TIMEOUT = 600;

    private static final Pattern ACCOUNT = Pattern.compile("AC[0-9a-f]{32}");
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9]{16,128}");
    private static final String TOKEN_IN_WORDS = "must be an auth token: 32 letters and digits";

    private static final CredentialShape CREDENTIAL = new CredentialShape(List.of(
            new Field("account_sid", Use.ACCOUNT, true, ACCOUNT, "must be AC and 32 hexadecimal digits"),
            new Field("auth_token", Use.VERIFIES, true, TOKEN, TOKEN_IN_WORDS),
            new Field("next_auth_token", Use.VERIFIES, false, TOKEN, TOKEN_IN_WORDS)));

    @Override
    public String name() {
        return "twilio";
    }

    @Override
    public CredentialShape credential() {
        return CREDENTIAL;
    }

    @Override
    public boolean verify(SignedRequest request, PublicAddress address, List<CarrierSecret> secrets, Instant now) {
        try {
            return TwilioSignature.verify(request, address, secrets);
        } catch (Problem unreadable) {
            return false;
        }
    }

    @Override
    public String calledNumber(SignedRequest request) {
        return CalledNumber.of("To", Fields.of(request).required("To"));
    }

    @Override
    public CarrierEvent read(SignedRequest request) {
        return new TwilioRequest(Fields.of(request)).event();
    }

    /** By {@code GET /2010-04-01/Accounts/{sid}/IncomingPhoneNumbers.json?PhoneNumber=…}. */
    @Override
    public NumberLookup lookup(String number, Map<String, Secret> account) {
        Secret authorization = NumberLookup.basic(account, "account_sid", "auth_token");
        String sid = NumberLookup.required(account, "account_sid").revealText();
        return new NumberLookup(
                "/2010-04-01/Accounts/" + sid + "/IncomingPhoneNumbers.json?PhoneNumber="
                        + URLEncoder.encode(number, StandardCharsets.UTF_8),
                authorization,
                answer -> NumberLookup.listed(answer, "incoming_phone_numbers", "phone_number", number));
    }

    @Override
    public CarrierAnswer dial(CarrierEvent call, SipDestination to) {
        return Twiml.dial(to, LONGEST_TIMEOUT);
    }

    @Override
    public CarrierAnswer refuse(CarrierEvent call, Refusal why) {
        return Twiml.reject(why);
    }

    @Override
    public CarrierAnswer acknowledge(CarrierEvent event) {
        return Twiml.nothing();
    }
}
