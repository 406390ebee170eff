// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.twilio;

import dev.stagedoor.telephony.carrier.Attestation;
import dev.stagedoor.telephony.carrier.CallerId;
import dev.stagedoor.telephony.carrier.CarrierEvent;
import dev.stagedoor.telephony.carrier.CarrierEvent.Kind;
import dev.stagedoor.telephony.carrier.Direction;
import dev.stagedoor.telephony.carrier.Fields;
import java.util.Optional;

/**
 * Twilio's requests: of a number's voice URL, of a dial's {@code action}, and of a status callback. Which it is shows in its
 * fields: an action has {@code DialCallStatus}, a callback {@code CallbackSource} or {@code SequenceNumber}.
 */
final class TwilioRequest {
    private final Fields fields;
    private final String call;
    private final String status;
    private final Direction direction;
    private final CarrierEvent.Order order;

    TwilioRequest(Fields fields) {
        this.fields = fields;
        this.call = fields.required("CallSid");
        this.status = fields.required("CallStatus");
        this.direction = Direction.of(fields.text("Direction").orElse(""));
        this.order = CarrierEvent.Order.of(fields.text("SequenceNumber"), fields.text("Timestamp"));
    }

    CarrierEvent event() {
        String from = fields.text("From").orElse("");
        return new CarrierEvent(
                new CarrierEvent.Ids(call, eventId(), fields.text("ParentCallSid")),
                kind(),
                new CarrierEvent.Parties(CallerId.of(from), from, fields.required("To"), direction),
                order,
                fields.text("StirVerstat").flatMap(Attestation::ofVerstat),
                CarrierEvent.AnsweredBy.DOCUMENT);
    }

    private Kind kind() {
        Optional<String> dialled = fields.text("DialCallStatus");
        if (dialled.isPresent()) {
            return Kind.ofStatus(dialled.get());
        }
        boolean callback =
                fields.text("CallbackSource").isPresent() || order.sequence().isPresent();
        boolean waiting = status.equals("ringing") || status.equals("queued");
        return direction == Direction.INBOUND && waiting && !callback ? Kind.INCOMING : Kind.ofStatus(status);
    }

    /** Twilio has no id of an event: these are what differs between two of a call. */
    private String eventId() {
        String which = fields.text("DialCallStatus")
                .map(dialled -> "dial." + fields.text("DialCallSid").orElse("") + '.' + dialled)
                .orElse(kind() == Kind.INCOMING ? "incoming" : status);
        return call
                + '.'
                + which
                + (order.sequence().isPresent() ? "." + order.sequence().getAsLong() : "");
    }
}
