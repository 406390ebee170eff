// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.conformance.sip;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stagedoor.conformance.RawCall;
import dev.stagedoor.conformance.RawToken;
import dev.stagedoor.conformance.Target;
import dev.stagedoor.livekit.api.SipService;

/** What each part of the contract runs against. */
public interface SipUnderTest {
    /** The LiveKit under test. */
    Target target();

    /** The LiveKit of another tenant. */
    Target other();

    /** A phone number that no other test uses, from those that Ofcom keeps for drama. */
    String number();

    default SipService sip() {
        return target().sip();
    }

    /** A token for all of telephony, and for {@code room}. */
    default RawToken token(String room) {
        return target().token().server(room).sip("admin").sip("call");
    }

    /** Plain HTTP to a method of the SIP service; single quotes stand for double ones. */
    default RawCall.Answer raw(String method, String body) {
        return raw(method, token("lobby"), body);
    }

    default RawCall.Answer raw(String method, RawToken token, String body) {
        return target().call("/twirp/livekit.SIP/" + method)
                .bearer(token.sign())
                .post(body.replace('\'', '"'));
    }

    /** The answer with {@code X} for its id, and single quotes. */
    static String shape(RawCall.Answer answer, String id) {
        JsonNode json = answer.json();
        if (json instanceof ObjectNode object) object.put(id, "X");
        return json.toString().replace('"', '\'');
    }
}
