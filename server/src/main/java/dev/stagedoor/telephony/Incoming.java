// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony;

import dev.stagedoor.api.telephony.IncomingCall;
import dev.stagedoor.db.Hash;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A call that a front end reports.
 *
 * @param callId     the front end's own id of it
 * @param metadata   as the front end sent it
 * @param signature  of the request, if it has one
 * @param externalId by which the same call is recognized: the front end's id, or the signature, which is of this request
 *     alone
 */
record Incoming(
        Caller caller,
        String called,
        @Nullable String callId,
        @Nullable String trunkId,
        Map<String, String> metadata,
        Optional<Hash> signature,
        String externalId) {
    /** Who told us. */
    static final String VIA = "sip_webhook";

    /**
     * Reads a request.
     *
     * @param expires whether its signature covers the time
     */
    static Incoming of(IncomingCall sent, Optional<Hash> signature, boolean expires, String requestId) {
        if (sent.callId() == null && !expires && signature.isPresent()) {
            throw Problem.invalid("callId", "is needed where the signature covers the body alone");
        }
        String alone = signature.map(Hash::toString).orElse(requestId);
        return new Incoming(
                Caller.of("from", sent.from()),
                sent.to(),
                printable("callId", sent.callId()),
                printable("trunkId", sent.trunkId()),
                sent.metadata() == null ? Map.of() : new TreeMap<>(sent.metadata()),
                signature,
                sent.callId() == null ? "request:" + alone : "id:" + sent.callId());
    }

    private static @Nullable String printable(String field, @Nullable String text) {
        if (text != null && text.chars().anyMatch(Character::isISOControl)) {
            throw Problem.invalid(field, "must not have control characters");
        }
        return text;
    }

    /** Of what it says: the same call cannot be reported with another content. */
    String digest() {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("from", caller.text());
        said.put("to", called);
        said.put("trunk", trunkId);
        said.put("metadata", metadata);
        return Hash.ofContent(Json.bytes(said)).toString();
    }

    /** What the caller's participant carries: the front end's metadata, and over it what we know. */
    String participantMetadata() {
        Map<String, Object> told = new LinkedHashMap<>(metadata);
        told.putAll(facts());
        return Json.text(told);
    }

    private Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("phone_number", caller.text());
        facts.put("called_number", called);
        if (callId != null) {
            facts.put("call_id", callId);
        }
        facts.put("is_caller", true);
        return facts;
    }

    /** What the agent is told: ours and the front end's apart, so that it can tell them apart. */
    Map<String, Object> context() {
        Map<String, Object> phone = new LinkedHashMap<>();
        phone.put("direction", PhoneCall.INBOUND);
        phone.put("from", caller.text());
        phone.put("from_name", caller.name());
        phone.put("to", called);
        if (callId != null) {
            phone.put("call_id", callId);
        }
        if (trunkId != null) {
            phone.put("trunk_id", trunkId);
        }
        return Map.of("phone", phone, "metadata", metadata);
    }
}
