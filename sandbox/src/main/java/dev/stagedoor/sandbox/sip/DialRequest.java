// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.sip;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call to place: LiveKit's {@code CreateSIPParticipantRequest}.
 *
 * @param callTo put into the INVITE as it is, line breaks included: LiveKit does not check it
 * @param number the number to call from, or empty
 * @param participant who the call becomes
 */
public record DialRequest(
        String trunkId,
        String callTo,
        String number,
        Participant participant,
        Map<String, String> headers,
        Options options) {
    /** Copies the headers. */
    public DialRequest {
        headers = Map.copyOf(headers);
    }

    /** A call into {@code room} that does not wait for the answer. */
    public static DialRequest of(String trunkId, String callTo, String room, String identity) {
        return new DialRequest(
                trunkId, callTo, "", new Participant(room, identity, "", "", Map.of()), Map.of(), Options.NONE);
    }

    /** The same call with other options. */
    public DialRequest with(Options other) {
        return new DialRequest(trunkId, callTo, number, participant, headers, other);
    }

    /**
     * The participant that the call becomes.
     *
     * @param identity empty for {@code sip_} and the number called
     */
    public record Participant(
            String room, String identity, String name, String metadata, Map<String, String> attributes) {
        /** Copies the attributes. */
        public Participant {
            attributes = Map.copyOf(attributes);
        }
    }

    /**
     * How to call.
     *
     * @param ringingTimeout null for three minutes
     * @param maxCallDuration null for 24 hours
     * @param waitUntilAnswered whether the request ends only with the final answer
     * @param displayName what the person called sees, or empty
     */
    public record Options(
            String dtmf,
            boolean hidePhoneNumber,
            @Nullable Duration ringingTimeout,
            @Nullable Duration maxCallDuration,
            boolean waitUntilAnswered,
            String displayName) {
        /** LiveKit's defaults. */
        public static final Options NONE = new Options("", false, null, null, false, "");

        /** LiveKit's defaults, waiting for the answer. */
        public static final Options WAITING = new Options("", false, null, null, true, "");

        /** The same, ringing no longer than this. */
        public Options ringing(Duration atMost) {
            return new Options(dtmf, hidePhoneNumber, atMost, maxCallDuration, waitUntilAnswered, displayName);
        }

        /** The same, hiding numbers from the room. */
        public Options hidingNumber() {
            return new Options(dtmf, true, ringingTimeout, maxCallDuration, waitUntilAnswered, displayName);
        }

        /** The same, hanging up after this. */
        public Options lasting(Duration atMost) {
            return new Options(dtmf, hidePhoneNumber, ringingTimeout, atMost, waitUntilAnswered, displayName);
        }

        /** The same, sending these keys once answered. */
        public Options keying(String keys) {
            return new Options(keys, hidePhoneNumber, ringingTimeout, maxCallDuration, waitUntilAnswered, displayName);
        }
    }
}
