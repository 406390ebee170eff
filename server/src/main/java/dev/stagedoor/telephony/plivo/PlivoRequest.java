// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.plivo;

import dev.stagedoor.telephony.carrier.Attestation;
import dev.stagedoor.telephony.carrier.CallerId;
import dev.stagedoor.telephony.carrier.CarrierEvent;
import dev.stagedoor.telephony.carrier.CarrierEvent.Kind;
import dev.stagedoor.telephony.carrier.Direction;
import dev.stagedoor.telephony.carrier.Fields;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Plivo's requests: of an application's answer and hang-up URLs, of a dial's {@code action}, which has {@code DialStatus}, and of
 * its {@code callbackUrl}, which has {@code DialAction}.
 */
final class PlivoRequest {
    /** Plivo writes numbers with the country code and without the plus sign. */
    private static final Pattern CALLED = Pattern.compile("[1-9][0-9]{6,14}");

    /** Shorter ones may be short codes. */
    private static final Pattern CALLER = Pattern.compile("[1-9][0-9]{8,14}");

    private final Fields fields;
    private final String call;
    private final String status;
    private final Direction direction;

    PlivoRequest(Fields fields) {
        this.fields = fields;
        this.call = fields.required("CallUUID");
        this.status = fields.text("CallStatus").orElse("");
        this.direction = Direction.of(fields.text("Direction").orElse(""));
    }

    /** The called party, with a plus sign if it is a number. */
    static String called(String to) {
        return CALLED.matcher(to).matches() ? '+' + to : to;
    }

    CarrierEvent event() {
        String from = fields.text("From").orElse("");
        CallerId caller = CallerId.of(CALLER.matcher(from).matches() ? '+' + from : from);
        return new CarrierEvent(
                new CarrierEvent.Ids(call, eventId(), fields.text("ALegUUID")),
                kind(),
                new CarrierEvent.Parties(caller, from, fields.text("To").orElse(""), direction),
                CarrierEvent.Order.NOT_SAID,
                attestation(),
                CarrierEvent.AnsweredBy.DOCUMENT);
    }

    private Kind kind() {
        Optional<String> action = fields.text("DialAction");
        if (action.isPresent()) {
            return switch (action.get()) {
                case "answer", "connected" -> Kind.ANSWERED;
                case "hangup" -> hangup(fields.text("DialBLegHangupCause").orElse(""));
                default -> Kind.OTHER;
            };
        }
        Optional<String> dialled = fields.text("DialStatus");
        if (dialled.isPresent()) {
            return Kind.ofStatus(dialled.get());
        }
        boolean starts = fields.text("Event").orElse("StartApp").equals("StartApp");
        return direction == Direction.INBOUND && status.equals("ringing") && starts
                ? Kind.INCOMING
                : Kind.ofStatus(status);
    }

    private static Kind hangup(String cause) {
        return switch (cause) {
            case "NORMAL_CLEARING" -> Kind.COMPLETED;
            case "USER_BUSY" -> Kind.BUSY;
            case "NO_ANSWER", "NO_USER_RESPONSE" -> Kind.NO_ANSWER;
            case "ORIGINATOR_CANCEL" -> Kind.CANCELED;
            default -> Kind.FAILED;
        };
    }

    /** Plivo has no id of an event: these are what differs between two of a call. */
    private String eventId() {
        if (kind() == Kind.INCOMING) {
            return call + ".incoming";
        }
        String leg = fields.text("DialBLegUUID").orElse("");
        return call
                + fields.text("DialAction")
                        .map(action -> ".leg." + leg + '.' + action)
                        .or(() -> fields.text("DialStatus").map(dialled -> ".dial." + leg + '.' + dialled))
                        .orElseGet(() -> '.' + fields.text("Event").orElse("") + '.' + status);
    }

    /** Plivo verifies only the highest level; what it does not verify may have another one. */
    private Optional<Attestation> attestation() {
        return switch (fields.text("StirVerification").orElse("")) {
            case "Verified" -> Optional.of(new Attestation(Optional.of(Attestation.Level.A), true));
            case "Not Verified" -> Optional.of(new Attestation(Optional.empty(), false));
            default -> Optional.empty();
        };
    }
}
