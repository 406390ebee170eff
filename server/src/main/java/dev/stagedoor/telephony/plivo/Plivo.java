// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.plivo;

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
import dev.stagedoor.telephony.carrier.Xml;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Plivo: forms by POST or GET, answered by Plivo's XML.
 *
 * <p>Two things of a destination it does not have. {@code answerOnBridge}: a dial has no such attribute. And its SIP headers have
 * letters and digits only and begin with {@code X-PH-}: {@code X-Stagedoor-Call: call_01} arrives as {@code X-PH-StagedoorCall:
 * call01}.
 */
public final class Plivo implements Carrier {
    private static final long LONGEST_TIMEOUT = 600;
    private static final Pattern ACCOUNT = Pattern.compile("(MA|SA)[A-Z0-9]{18}");
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{16,128}");
    private static final String TOKEN_IN_WORDS = "must be an auth token: 40 letters and digits";
    private static final Pattern NOT_IN_HEADERS = Pattern.compile("[^A-Za-z0-9]");

    private static final CredentialShape CREDENTIAL = new CredentialShape(List.of(
            new Field("auth_id", Use.ACCOUNT, true, ACCOUNT, "must be MA or SA and 18 capital letters and digits"),
            new Field("auth_token", Use.VERIFIES, true, TOKEN, TOKEN_IN_WORDS),
            new Field("next_auth_token", Use.VERIFIES, false, TOKEN, TOKEN_IN_WORDS)));

    @Override
    public String name() {
        return "plivo";
    }

    @Override
    public CredentialShape credential() {
        return CREDENTIAL;
    }

    @Override
    public boolean verify(SignedRequest request, PublicAddress address, List<CarrierSecret> secrets, Instant now) {
        try {
            return PlivoSignature.verify(request, address, secrets);
        } catch (Problem unreadable) {
            return false;
        }
    }

    @Override
    public String calledNumber(SignedRequest request) {
        return CalledNumber.of("To", PlivoRequest.called(Fields.of(request).required("To")));
    }

    @Override
    public CarrierEvent read(SignedRequest request) {
        return new PlivoRequest(Fields.of(request)).event();
    }

    /** By {@code GET /v1/Account/{auth_id}/Number/{number}/}. */
    @Override
    public NumberLookup lookup(String number, Map<String, Secret> account) {
        Secret authorization = NumberLookup.basic(account, "auth_id", "auth_token");
        String id = NumberLookup.required(account, "auth_id").revealText();
        return new NumberLookup(
                "/v1/Account/" + id + "/Number/" + number.substring(1) + '/',
                authorization,
                answer -> NumberLookup.isNumber(answer.path("number").asText(), number));
    }

    @Override
    public CarrierAnswer dial(CarrierEvent call, SipDestination to) {
        Xml user = Xml.element("User")
                .attribute("sipAuthUsername", to.login().user())
                .attribute("sipAuthPassword", to.login().password().revealText())
                .text(to.uri());
        if (!to.headers().isEmpty()) {
            user.attribute("sipHeaders", headers(to.headers()));
        }
        Xml dial = Xml.element("Dial")
                .attribute("timeout", String.valueOf(to.ringing().seconds(LONGEST_TIMEOUT)));
        to.callbacks()
                .action()
                .ifPresent(url -> dial.attribute("action", url.toString()).attribute("method", "POST"));
        to.callbacks()
                .status()
                .ifPresent(url -> dial.attribute("callbackUrl", url.toString()).attribute("callbackMethod", "POST"));
        return response(dial.child(user));
    }

    private static String headers(Map<String, String> headers) {
        return headers.entrySet().stream()
                .map(header -> plain(header.getKey().substring("X-".length())) + '=' + plain(header.getValue()))
                .collect(Collectors.joining(","));
    }

    private static String plain(String text) {
        return NOT_IN_HEADERS.matcher(text).replaceAll("");
    }

    @Override
    public CarrierAnswer refuse(CarrierEvent call, Refusal why) {
        return response(Xml.element("Hangup").attribute("reason", why == Refusal.BUSY ? "busy" : "rejected"));
    }

    @Override
    public CarrierAnswer acknowledge(CarrierEvent event) {
        return response(Xml.element("Hangup"));
    }

    private static CarrierAnswer response(Xml element) {
        return CarrierAnswer.document(Xml.element("Response").child(element));
    }
}
