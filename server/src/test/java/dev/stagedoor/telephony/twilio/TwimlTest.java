// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import com.twilio.http.HttpMethod;
import com.twilio.twiml.TwiML;
import com.twilio.twiml.TwiMLException;
import com.twilio.twiml.VoiceResponse;
import com.twilio.twiml.voice.Dial;
import com.twilio.twiml.voice.Reject;
import com.twilio.twiml.voice.Sip;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.telephony.carrier.CarrierAnswer;
import dev.stagedoor.telephony.carrier.ParsedXml;
import dev.stagedoor.telephony.carrier.Refusal;
import dev.stagedoor.telephony.carrier.SipDestination;
import dev.stagedoor.telephony.carrier.Twiml;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What is dialled and refused is what Twilio's own library would write. */
class TwimlTest {
    private static final URI ACTION = URI.create("https://stagedoor.example/action?call=call_01h&n=1");
    private static final URI STATUS = URI.create("https://stagedoor.example/status?call=call_01h&n=1");

    @Provide
    static Arbitrary<String> passwords() {
        return Arbitraries.strings()
                .withChars("aZ09!#$%&()*+,-./:;=?@[]^_`{|}~")
                .ofMinLength(8)
                .ofMaxLength(128);
    }

    @Property
    void a_dial_is_what_twilios_library_writes(
            @ForAll("passwords") String password,
            @ForAll @IntRange(min = 5, max = 600) int timeout,
            @ForAll boolean answerOnBridge,
            @ForAll boolean reports)
            throws TwiMLException {
        SipDestination to = new SipDestination(
                "+442079460107",
                "sip.livekit.example",
                SipDestination.Transport.TCP,
                new SipDestination.Login("stagedoor", Secret.of(password)),
                Map.of("X-A", "1", "X-B", "2"),
                new SipDestination.Ringing(Duration.ofSeconds(timeout), answerOnBridge),
                reports
                        ? new SipDestination.Callbacks(Optional.of(ACTION), Optional.of(STATUS))
                        : SipDestination.Callbacks.NONE);
        Sip.Builder sip = new Sip.Builder("sip:+442079460107@sip.livekit.example;transport=tcp?X-A=1&X-B=2")
                .username("stagedoor")
                .password(password);
        Dial.Builder dial = new Dial.Builder().answerOnBridge(answerOnBridge).timeout(timeout);
        if (reports) {
            sip.statusCallback(STATUS)
                    .statusCallbackMethod(HttpMethod.POST)
                    .statusCallbackEvents(
                            List.of(Sip.Event.INITIATED, Sip.Event.RINGING, Sip.Event.ANSWERED, Sip.Event.COMPLETED));
            dial.action(ACTION).method(HttpMethod.POST);
        }

        ParsedXml expected = library(
                new VoiceResponse.Builder().dial(dial.sip(sip.build()).build()).build());
        CarrierAnswer answer = Twiml.dial(to, 600);
        assertThat(ParsedXml.of(answer)).isEqualTo(expected);
        // Of several events in one attribute, the library reads none, not even from what it wrote.
        if (!reports) {
            assertThat(library(VoiceResponse.Builder.fromXml(answer.body().revealText())
                            .build()))
                    .isEqualTo(expected);
        }
    }

    @Example
    void a_refusal_is_what_twilios_library_writes() {
        assertThat(ParsedXml.of(Twiml.reject(Refusal.BUSY))).isEqualTo(rejected(Reject.Reason.BUSY));
        assertThat(ParsedXml.of(Twiml.reject(Refusal.NOT_IN_SERVICE))).isEqualTo(rejected(Reject.Reason.REJECTED));
        assertThat(ParsedXml.of(Twiml.reject(Refusal.FORBIDDEN))).isEqualTo(rejected(Reject.Reason.REJECTED));
    }

    @Example
    void nothing_is_what_twilios_library_writes() {
        assertThat(ParsedXml.of(Twiml.nothing())).isEqualTo(library(new VoiceResponse.Builder().build()));
    }

    private static ParsedXml rejected(Reject.Reason reason) {
        return library(new VoiceResponse.Builder()
                .reject(new Reject.Builder().reason(reason).build())
                .build());
    }

    private static ParsedXml library(TwiML document) {
        return ParsedXml.of(document.toXml());
    }
}
