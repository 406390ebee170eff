// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.telnyx;

import dev.stagedoor.telephony.carrier.Attestation;
import dev.stagedoor.telephony.carrier.CallerId;
import dev.stagedoor.telephony.carrier.CarrierEvent;
import dev.stagedoor.telephony.carrier.CarrierEvent.Kind;
import dev.stagedoor.telephony.carrier.Direction;
import dev.stagedoor.telephony.carrier.Fields;
import java.util.Optional;

/**
 * The requests of a TeXML application, which are like Twilio's: for instructions, of a dial's {@code action}, and of a status
 * callback, which alone has a {@code CallbackSource}.
 */
final class TexmlRequest {
    private final Fields fields;
    private final String call;
    private final String status;
    private final Direction direction;

    TexmlRequest(Fields fields) {
        this.fields = fields;
        this.call = fields.required("CallSid");
        this.status = fields.required("CallStatus");
        this.direction = Direction.of(fields.text("Direction").orElse(""));
    }

    CarrierEvent event() {
        String from = fields.text("From").orElse("");
        return new CarrierEvent(
                new CarrierEvent.Ids(
                        call, eventId(), fields.text("CallSessionId").or(() -> fields.text("ParentCallSid"))),
                kind(),
                new CarrierEvent.Parties(CallerId.of(from), from, fields.required("To"), direction),
                CarrierEvent.Order.of(fields.text("SequenceNumber"), fields.text("Timestamp")),
                attestation(),
                CarrierEvent.AnsweredBy.DOCUMENT);
    }

    private Kind kind() {
        Optional<String> source = fields.text("CallbackSource");
        Optional<String> dialled = fields.text("DialCallStatus");
        if (source.isEmpty() && dialled.isPresent()) {
            return Kind.ofStatus(dialled.get());
        }
        boolean waiting = status.equals("ringing") || status.equals("initiated");
        return direction == Direction.INBOUND && waiting && source.isEmpty() ? Kind.INCOMING : Kind.ofStatus(status);
    }

    private String eventId() {
        if (kind() == Kind.INCOMING) {
            return call + ".incoming";
        }
        String source = fields.text("CallbackSource")
                .orElse("dial." + fields.text("DialCallStatus").orElse(""));
        return call
                + '.'
                + source
                + '.'
                + status
                + '.'
                + fields.text("SequenceNumber").orElse("");
    }

    private Optional<Attestation> attestation() {
        return fields.text("ShakenStirAttestation")
                .flatMap(Attestation.Level::of)
                .map(level -> new Attestation(
                        Optional.of(level),
                        fields.text("ShakenStirValidated").orElse("").equalsIgnoreCase("true")));
    }
}
