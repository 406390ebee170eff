// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.telnyx;

import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.telephony.carrier.CallerId;
import dev.stagedoor.telephony.carrier.CarrierAnswer.Command;
import dev.stagedoor.telephony.carrier.CarrierEvent;
import dev.stagedoor.telephony.carrier.Refusal;
import dev.stagedoor.telephony.carrier.SentText;
import dev.stagedoor.telephony.carrier.SipDestination;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Commands of call control, version 2: {@code POST /calls/{call_control_id}/actions/…}. Their {@code command_id} follows from
 * the event, so that Telnyx executes them once although it delivers an event more than once.
 */
final class CallControlCommands {
    /** Telnyx waits 5 to 600 s for a transfer to be answered. */
    private static final long LONGEST_TIMEOUT = 600;

    /** What stands in a path as it is. */
    private static final Pattern CALL = Pattern.compile("[A-Za-z0-9:._~=-]{1,256}");

    private CallControlCommands() {}

    /**
     * Connects an unanswered call: Telnyx answers it when the other side does. Without {@code from} the called number would be
     * shown as the caller's.
     */
    static Command transfer(CarrierEvent call, SipDestination to) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("to", to.uri());
        if (call.parties().caller() instanceof CallerId.PhoneNumber(String number)) {
            body.put("from", number);
        }
        body.put("timeout_secs", to.ringing().seconds(LONGEST_TIMEOUT));
        body.put("sip_auth_username", to.login().user());
        body.put("sip_auth_password", to.login().password().revealText());
        body.put("sip_transport_protocol", to.transport().name());
        body.put(
                "custom_headers",
                to.headers().entrySet().stream()
                        .map(header -> Map.of("name", header.getKey(), "value", header.getValue()))
                        .toList());
        to.callbacks().status().ifPresent(url -> {
            body.put("webhook_url", url.toString());
            body.put("webhook_url_method", "POST");
        });
        return command(call, "transfer", body);
    }

    /** Refuses an unanswered call. */
    static Command reject(CarrierEvent call, Refusal why) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("cause", why == Refusal.BUSY ? "USER_BUSY" : "CALL_REJECTED");
        return command(call, "reject", body);
    }

    private static Command command(CarrierEvent call, String action, Map<String, Object> body) {
        String id = call.ids().call();
        if (!CALL.matcher(id).matches() || List.of(".", "..").contains(id)) {
            throw SentText.malformed("call_control_id", "has characters that an id does not have");
        }
        String once = call.ids().event() + '/' + action;
        body.put(
                "command_id",
                UUID.nameUUIDFromBytes(once.getBytes(StandardCharsets.UTF_8)).toString());
        return new Command("POST", "/calls/" + id + "/actions/" + action, Secret.of(Json.bytes(body)));
    }
}
