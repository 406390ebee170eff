// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.phone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.bench.phone.SignatureMarks.Sent;
import dev.stagedoor.bench.phone.SignatureMarks.Verified;
import dev.stagedoor.telephony.carrier.Carrier;
import dev.stagedoor.telephony.carrier.CarrierEvent;
import dev.stagedoor.telephony.carrier.PublicAddress;
import dev.stagedoor.telephony.plivo.Plivo;
import dev.stagedoor.telephony.telnyx.Telnyx;
import dev.stagedoor.telephony.twilio.Twilio;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class CarrierWebhooksTest {
    static final List<Carrier> CARRIERS = List.of(new Twilio(), new Telnyx(), new Plivo());
    private static final PublicAddress ADDRESS = new PublicAddress(SignatureMarks.URL);

    private final CarrierWebhooks webhooks = CarrierWebhooks.at(SignatureMarks.URL);

    @ParameterizedTest
    @FieldSource("CARRIERS")
    void a_carriers_request_is_a_signed_incoming_call(Carrier carrier) {
        Verified signed = new Verified(carrier, webhooks);

        assertThat(signed.verify(ADDRESS)).isTrue();
        assertThat(carrier.calledNumber(signed.request())).isEqualTo(PhoneServer.NUMBER);
        assertThat(carrier.read(signed.request()).kind()).isEqualTo(CarrierEvent.Kind.INCOMING);
    }

    @ParameterizedTest
    @FieldSource("CARRIERS")
    void another_body_is_not_what_was_signed(Carrier carrier) {
        Sent sent = Sent.by(carrier.name(), webhooks);
        byte[] other = new String(sent.rawBody(), StandardCharsets.US_ASCII)
                .replace("SPRINGFIELD", "SHELBYVILLE")
                .getBytes(StandardCharsets.US_ASCII);
        Verified signed = new Verified(carrier, webhooks);

        assertThat(new Verified(carrier, new Sent(sent.target(), sent.headers(), other), signed.secrets())
                        .verify(ADDRESS))
                .isFalse();
    }

    @ParameterizedTest
    @FieldSource("CARRIERS")
    void a_whole_request_has_its_body_and_its_path(Carrier carrier) {
        String request = new String(
                webhooks.request(carrier.name(), 8080, Callers.of(7), Instant.EPOCH), StandardCharsets.US_ASCII);
        String body = request.substring(request.indexOf("\r\n\r\n") + 4);

        assertThat(request)
                .startsWith("POST /webhooks/" + carrier.name() + "/voice HTTP/1.1\r\n")
                .contains("\r\nContent-Length: " + body.length() + "\r\n");
        assertThat(body).contains("12015550107");
    }
}
