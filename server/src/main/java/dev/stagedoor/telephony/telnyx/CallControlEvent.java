// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.telnyx;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.http.signed.SignedRequest;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.telephony.carrier.Attestation;
import dev.stagedoor.telephony.carrier.CallerId;
import dev.stagedoor.telephony.carrier.CarrierEvent;
import dev.stagedoor.telephony.carrier.CarrierEvent.Kind;
import dev.stagedoor.telephony.carrier.Direction;
import dev.stagedoor.telephony.carrier.SentText;
import java.util.Optional;

/** An event of call control, version 2: {@code {"data":{"event_type":…,"id":…,"payload":{…}}}}. */
final class CallControlEvent {
    private static final int LONGEST = 64 << 10;

    private final JsonNode data;
    private final JsonNode payload;

    private CallControlEvent(JsonNode data) {
        this.data = data;
        this.payload = data.path("payload");
    }

    /**
     * Reads one, with any other fields.
     *
     * @throws Problem {@code malformed_request} if it is no JSON, too large, or says something twice
     */
    static CallControlEvent of(SignedRequest request) {
        byte[] body = request.rawBody();
        if (body.length > LONGEST) {
            throw Problem.of(ErrorCode.MALFORMED_REQUEST, "The event is larger than 64 KiB.");
        }
        try {
            return new CallControlEvent(Json.read(body, JsonNode.class).path("data"));
        } catch (Problem unreadable) {
            throw Problem.of(ErrorCode.MALFORMED_REQUEST, unreadable.detail());
        }
    }

    /** Whom the call is for. */
    String to() {
        return required(payload, "to");
    }

    CarrierEvent event() {
        String from = text(payload, "from").orElse("");
        Direction direction = Direction.of(text(payload, "direction").orElse(""));
        return new CarrierEvent(
                new CarrierEvent.Ids(
                        required(payload, "call_control_id"), required(data, "id"), text(payload, "call_session_id")),
                kind(required(data, "event_type"), direction),
                new CarrierEvent.Parties(
                        CallerId.of(from), from, text(payload, "to").orElse(""), direction),
                CarrierEvent.Order.of(Optional.empty(), text(data, "occurred_at")),
                attestation(),
                CarrierEvent.AnsweredBy.COMMANDS);
    }

    private Kind kind(String type, Direction direction) {
        return switch (type) {
            case "call.initiated" -> direction == Direction.INBOUND ? Kind.INCOMING : Kind.OTHER;
            case "call.answered", "call.bridged" -> Kind.ANSWERED;
            case "call.hangup" -> hangup(text(payload, "hangup_cause").orElse(""));
            default -> Kind.OTHER;
        };
    }

    private static Kind hangup(String cause) {
        return switch (cause) {
            case "normal_clearing", "time_limit" -> Kind.COMPLETED;
            case "user_busy" -> Kind.BUSY;
            case "timeout", "no_answer" -> Kind.NO_ANSWER;
            case "originator_cancel" -> Kind.CANCELED;
            default -> Kind.FAILED;
        };
    }

    private Optional<Attestation> attestation() {
        return text(payload, "shaken_stir_attestation")
                .flatMap(Attestation.Level::of)
                .map(level -> new Attestation(
                        Optional.of(level),
                        payload.path("shaken_stir_validated").asBoolean(false)));
    }

    private static String required(JsonNode object, String name) {
        return text(object, name)
                .filter(value -> !value.isEmpty())
                .orElseThrow(() -> SentText.malformed(name, "is missing"));
    }

    private static Optional<String> text(JsonNode object, String name) {
        JsonNode value = object.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw SentText.malformed(name, "is not a text");
        }
        return Optional.of(SentText.checked(name, value.textValue()));
    }
}
