// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.carrier;

/** TwiML, Twilio's XML, which other carriers took over. */
public final class Twiml {
    private Twiml() {}

    /**
     * Dials a SIP destination ({@code <Dial><Sip>}). Ringing, answering and what becomes of the caller afterwards are as the
     * destination has them.
     *
     * @param longestTimeout for which the carrier lets it ring, in seconds
     */
    public static CarrierAnswer dial(SipDestination to, long longestTimeout) {
        Xml sip = Xml.element("Sip")
                .attribute("username", to.login().user())
                .attribute("password", to.login().password().revealText())
                .text(to.uriWithHeaders());
        to.callbacks()
                .status()
                .ifPresent(url -> sip.attribute("statusCallbackEvent", "initiated ringing answered completed")
                        .attribute("statusCallback", url.toString())
                        .attribute("statusCallbackMethod", "POST"));
        Xml dial = Xml.element("Dial")
                .attribute("answerOnBridge", String.valueOf(to.ringing().answerOnBridge()))
                .attribute("timeout", String.valueOf(to.ringing().seconds(longestTimeout)));
        to.callbacks()
                .action()
                .ifPresent(url -> dial.attribute("action", url.toString()).attribute("method", "POST"));
        return response(dial.child(sip));
    }

    /** Refuses a call that nothing has answered yet: a busy tone, or what the caller's network plays for no such number. */
    public static CarrierAnswer reject(Refusal why) {
        return response(Xml.element("Reject").attribute("reason", why == Refusal.BUSY ? "busy" : "rejected"));
    }

    /** Has nothing done. A call that waits for what to do next is hung up. */
    public static CarrierAnswer nothing() {
        return CarrierAnswer.document(Xml.element("Response"));
    }

    private static CarrierAnswer response(Xml verb) {
        return CarrierAnswer.document(Xml.element("Response").child(verb));
    }
}
