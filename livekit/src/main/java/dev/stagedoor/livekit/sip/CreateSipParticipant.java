// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.sip;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A call to place (LiveKit's {@code CreateSIPParticipantRequest}).
 *
 * @param sipTrunkId the outbound trunk
 * @param sipCallTo whom to call: a number in E.164 or a SIP user, without a host
 * @param sipNumber the number to call from, E.164; empty for one of the trunk's
 * @param roomName the room, which the server creates if it does not exist and does not check against the token
 * @param identity of the participant that the call becomes; LiveKit's default would show the number dialled
 * @param name the participant's display name
 * @param metadata of the participant
 * @param attributes of the participant
 * @param displayName what the person called sees instead of the number; null for the number, empty for the carrier's
 *     own look-up
 * @param dtmf keys to send once answered: digits, {@code *}, {@code #}, {@code A} to {@code D}, and {@code w} for half a
 *     second of silence
 * @param hidePhoneNumber whether the room must not see the numbers
 * @param headers of the INVITE
 * @param ringingTimeout how long to let it ring
 * @param maxCallDuration when to hang up; never unlimited
 * @param playDialtone whether the room hears it ring
 * @param krispEnabled noise cancellation (LiveKit Cloud)
 * @param waitUntilAnswered whether the server answers only once the call is, or has failed
 */
public record CreateSipParticipant(
        String sipTrunkId,
        String sipCallTo,
        String sipNumber,
        String roomName,
        String identity,
        String name,
        String metadata,
        Map<String, String> attributes,
        @Nullable String displayName,
        String dtmf,
        boolean hidePhoneNumber,
        Map<String, String> headers,
        Duration ringingTimeout,
        Duration maxCallDuration,
        boolean playDialtone,
        boolean krispEnabled,
        boolean waitUntilAnswered) {
    private static final Pattern KEYS = Pattern.compile("[0-9A-Dw*#]{0,128}");
    private static final Pattern UNQUOTABLE = Pattern.compile("[\"\\\\<>]");
    private static final int LONGEST_DISPLAY_NAME = 128;

    /** Refuses what must not get into an INVITE. */
    public CreateSipParticipant {
        SipText.user("sipTrunkId", sipTrunkId);
        SipText.user("sipCallTo", sipCallTo);
        if (!sipNumber.isEmpty()) {
            SipText.number("sipNumber", sipNumber);
        }
        named("roomName", roomName);
        named("identity", identity);
        SipText.line("name", name);
        attributes = Map.copyOf(attributes);
        if (displayName != null) {
            showable(displayName);
        }
        SipText.require(KEYS.matcher(dtmf).matches(), "dtmf", "keys of a telephone", dtmf);
        headers = SipText.headers("headers", headers);
        Objects.requireNonNull(SipText.duration("ringingTimeout", ringingTimeout));
        Objects.requireNonNull(SipText.duration("maxCallDuration", maxCallDuration));
    }

    private static void named(String field, String value) {
        SipText.require(!SipText.line(field, value).isEmpty(), field, "a name", value);
    }

    private static void showable(String text) {
        SipText.require(
                !UNQUOTABLE.matcher(SipText.line("displayName", text)).find()
                        && text.getBytes(StandardCharsets.UTF_8).length <= LONGEST_DISPLAY_NAME,
                "displayName",
                "up to " + LONGEST_DISPLAY_NAME + " bytes without quotes and brackets",
                text);
    }

    /** Without numbers and names, which are somebody's. */
    @Override
    public String toString() {
        return "CreateSipParticipant[" + sipTrunkId + " into " + roomName + "]";
    }

    /**
     * A call over {@code sipTrunkId} to {@code sipCallTo}, joining {@code roomName} as {@code identity}. It rings for half
     * a minute and ends after an hour.
     */
    public static Builder dialling(String sipTrunkId, String sipCallTo, String roomName, String identity) {
        return new Builder(sipTrunkId, sipCallTo, roomName, identity);
    }

    /** Sets what differs. */
    public static final class Builder {
        private final String sipTrunkId;
        private final String sipCallTo;
        private final String roomName;
        private final String identity;
        private String sipNumber = "";
        private String name = "";
        private String metadata = "";
        private Map<String, String> attributes = Map.of();
        private @Nullable String displayName;
        private String dtmf = "";
        private boolean hidePhoneNumber;
        private Map<String, String> headers = Map.of();
        private Duration ringingTimeout = Duration.ofSeconds(30);
        private Duration maxCallDuration = Duration.ofHours(1);
        private boolean playDialtone;
        private boolean krispEnabled;
        private boolean waitUntilAnswered;

        private Builder(String sipTrunkId, String sipCallTo, String roomName, String identity) {
            this.sipTrunkId = sipTrunkId;
            this.sipCallTo = sipCallTo;
            this.roomName = roomName;
            this.identity = identity;
        }

        /** The number to call from. */
        public Builder from(String value) {
            sipNumber = value;
            return this;
        }

        public Builder name(String value) {
            name = value;
            return this;
        }

        public Builder metadata(String value) {
            metadata = value;
            return this;
        }

        public Builder attributes(Map<String, String> value) {
            attributes = value;
            return this;
        }

        public Builder displayName(@Nullable String value) {
            displayName = value;
            return this;
        }

        public Builder dtmf(String value) {
            dtmf = value;
            return this;
        }

        public Builder hidePhoneNumber(boolean value) {
            hidePhoneNumber = value;
            return this;
        }

        public Builder headers(Map<String, String> value) {
            headers = value;
            return this;
        }

        /** How long to let it ring; whole seconds. */
        public Builder ringingTimeout(Duration value) {
            ringingTimeout = value;
            return this;
        }

        /** When to hang up; whole seconds, at most 24 hours. */
        public Builder maxCallDuration(Duration value) {
            maxCallDuration = value;
            return this;
        }

        public Builder playDialtone(boolean value) {
            playDialtone = value;
            return this;
        }

        public Builder krispEnabled(boolean value) {
            krispEnabled = value;
            return this;
        }

        public Builder waitUntilAnswered(boolean value) {
            waitUntilAnswered = value;
            return this;
        }

        /**
         * The call to place.
         *
         * @throws IllegalArgumentException naming the field that does not fit
         */
        public CreateSipParticipant build() {
            return new CreateSipParticipant(
                    sipTrunkId,
                    sipCallTo,
                    sipNumber,
                    roomName,
                    identity,
                    name,
                    metadata,
                    attributes,
                    displayName,
                    dtmf,
                    hidePhoneNumber,
                    headers,
                    ringingTimeout,
                    maxCallDuration,
                    playDialtone,
                    krispEnabled,
                    waitUntilAnswered);
        }
    }
}
