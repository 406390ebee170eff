// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.sip;

import dev.stagedoor.sandbox.Participant.Entrant;
import dev.stagedoor.sandbox.ParticipantView.Kind;
import dev.stagedoor.sandbox.ParticipantView.Permissions;
import dev.stagedoor.sandbox.RoomSpec;
import dev.stagedoor.sandbox.sip.DispatchRuleView.Routing;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which room an incoming call comes into, and who it is there. */
record Placement(RoomSpec room, Entrant entrant) {
    /** What a SIP participant may do. */
    static final Permissions CALL = new Permissions(true, true, true, true);

    private static final int SHOWN_DIGITS = 4;
    private static final int HASHED_BYTES = 8;
    private static final Map<String, String> KNOWN_HEADERS = Map.of(
            "x-twilio-accountsid", "sip.twilio.accountSid",
            "x-twilio-callsid", "sip.twilio.callSid",
            "x-call_leg_id", "sip.telnyx.callLegID",
            "x-call_session_id", "sip.telnyx.callSessionID");

    /** The ids of a call: LiveKit's, and those of the SIP messages. */
    record CallIds(String call, String sipCallId, String tag, String random) {}

    static Placement of(DispatchRuleView rule, @Nullable InboundTrunkView trunk, Caller caller, CallIds ids) {
        String from = caller.from();
        String identity = "sip_" + from;
        if (rule.hidePhoneNumber()) {
            identity = "sip_" + hash(from);
            from = from.substring(Math.max(0, from.length() - (from.length() > SHOWN_DIGITS ? SHOWN_DIGITS : 1)));
        }
        RoomSpec config = rule.roomConfig();
        RoomSpec room =
                (config == null ? RoomSpec.named("") : config).as(roomName(rule, from, caller.to(), ids.random()));
        return new Placement(
                room,
                new Entrant(
                        identity,
                        "Phone " + from,
                        Kind.SIP,
                        false,
                        rule.metadata(),
                        attributes(rule, trunk, caller, ids),
                        CALL));
    }

    private static String roomName(DispatchRuleView rule, String from, String to, String random) {
        Routing routing = Matching.routing(rule);
        return switch (routing.kind()) {
            case INDIVIDUAL -> prefixed(routing.room(), from) + (routing.flag() ? "" : "_" + random);
            case CALLEE -> prefixed(routing.room(), to) + (routing.flag() ? "_" + random : "");
            case null, default -> routing.room();
        };
    }

    private static String prefixed(String prefix, String number) {
        return prefix.isEmpty() ? number : prefix + "_" + number;
    }

    private static Map<String, String> attributes(
            DispatchRuleView rule, @Nullable InboundTrunkView trunk, Caller caller, CallIds ids) {
        Map<String, String> all = new HashMap<>(rule.attributes());
        all.put("sip.callID", ids.call());
        all.put("sip.callIDFull", ids.sipCallId());
        all.put("sip.callTag", ids.tag());
        all.put("sip.trunkID", trunk == null ? "" : trunk.id());
        all.put("sip.ruleID", rule.id());
        if (!rule.hidePhoneNumber()) {
            all.put("sip.phoneNumber", caller.from());
            all.put("sip.hostname", caller.host());
            all.put("sip.trunkPhoneNumber", caller.to());
        }
        caller.headers().forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            String known = KNOWN_HEADERS.get(lower);
            if (known != null) all.put(known, value);
            if (trunk != null && includes(trunk.includeHeaders(), lower)) all.put("sip.h." + lower, value);
            if (trunk != null) mapped(trunk.headersToAttributes(), name, value, all);
        });
        return all;
    }

    private static boolean includes(String option, String header) {
        return option.equals("SIP_ALL_HEADERS") || (option.equals("SIP_X_HEADERS") && header.startsWith("x-"));
    }

    private static void mapped(Map<String, String> names, String header, String value, Map<String, String> all) {
        names.forEach((name, attribute) -> {
            if (name.equalsIgnoreCase(header)) all.put(attribute, value);
        });
    }

    /** Without a salt, as LiveKit does it: whoever guesses the number recognises it. */
    private static String hash(String number) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(number.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(hash, HASHED_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
