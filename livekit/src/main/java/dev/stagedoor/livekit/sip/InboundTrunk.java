// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.sip;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which calls a server takes (LiveKit's {@code SIPInboundTrunkInfo}). Two trunks that match one number make the server
 * answer every call to it with 503, and it does not always notice when the second is created.
 *
 * @param name for people
 * @param metadata of the trunk; nobody in a room sees it
 * @param numbers the numbers called, E.164, at least one: a trunk without any matches every number
 * @param allowedAddresses where calls may come from, as addresses or CIDR networks; anywhere if empty
 * @param allowedNumbers who may call, E.164; anyone if empty
 * @param credential what callers authenticate with; null for no authentication
 * @param headersToAttributes from an INVITE's header to the participant's attribute
 * @param attributesToHeaders from the participant's attribute to a header of the BYE
 * @param ringingTimeout how long a call rings, whole seconds; null for the server's three minutes
 * @param maxCallDuration how long a call may last, whole seconds, at most 24 hours; null for those
 * @param krispEnabled noise cancellation (LiveKit Cloud)
 */
public record InboundTrunk(
        String name,
        String metadata,
        List<String> numbers,
        List<String> allowedAddresses,
        List<String> allowedNumbers,
        @Nullable SipCredential credential,
        Map<String, String> headersToAttributes,
        Map<String, String> attributesToHeaders,
        @Nullable Duration ringingTimeout,
        @Nullable Duration maxCallDuration,
        boolean krispEnabled) {

    /** Refuses what LiveKit would refuse, misread or take for "anything". */
    public InboundTrunk {
        SipText.line("name", name);
        numbers = SipText.numbers("numbers", numbers);
        allowedAddresses = SipText.networks("allowedAddresses", allowedAddresses);
        allowedNumbers = SipText.numbers("allowedNumbers", allowedNumbers);
        headersToAttributes = SipText.headersToAttributes("headersToAttributes", headersToAttributes);
        attributesToHeaders = SipText.attributesToHeaders("attributesToHeaders", attributesToHeaders);
        SipText.duration("ringingTimeout", ringingTimeout);
        SipText.duration("maxCallDuration", maxCallDuration);
        if (numbers.isEmpty()) {
            throw new IllegalArgumentException("numbers is empty: such a trunk takes calls to any number");
        }
    }

    /** A trunk for these numbers. */
    public static Builder forNumbers(String first, String... more) {
        return new Builder(first, more);
    }

    /** Sets what differs from the server's defaults. */
    public static final class Builder {
        private final List<String> numbers;
        private String name = "";
        private String metadata = "";
        private List<String> allowedAddresses = List.of();
        private List<String> allowedNumbers = List.of();
        private @Nullable SipCredential credential;
        private Map<String, String> headersToAttributes = Map.of();
        private Map<String, String> attributesToHeaders = Map.of();
        private @Nullable Duration ringingTimeout;
        private @Nullable Duration maxCallDuration;
        private boolean krispEnabled;

        private Builder(String first, String... more) {
            this.numbers = Some.of(first, more);
        }

        public Builder name(String value) {
            name = value;
            return this;
        }

        public Builder metadata(String value) {
            metadata = value;
            return this;
        }

        /** Addresses or CIDR networks. */
        public Builder allowedAddresses(List<String> value) {
            allowedAddresses = value;
            return this;
        }

        public Builder allowedNumbers(List<String> value) {
            allowedNumbers = value;
            return this;
        }

        public Builder credential(@Nullable SipCredential value) {
            credential = value;
            return this;
        }

        public Builder headersToAttributes(Map<String, String> value) {
            headersToAttributes = value;
            return this;
        }

        public Builder attributesToHeaders(Map<String, String> value) {
            attributesToHeaders = value;
            return this;
        }

        public Builder ringingTimeout(Duration value) {
            ringingTimeout = value;
            return this;
        }

        public Builder maxCallDuration(Duration value) {
            maxCallDuration = value;
            return this;
        }

        public Builder krispEnabled(boolean value) {
            krispEnabled = value;
            return this;
        }

        /**
         * The trunk.
         *
         * @throws IllegalArgumentException naming the field that does not fit
         */
        public InboundTrunk build() {
            return new InboundTrunk(
                    name,
                    metadata,
                    numbers,
                    allowedAddresses,
                    allowedNumbers,
                    credential,
                    headersToAttributes,
                    attributesToHeaders,
                    ringingTimeout,
                    maxCallDuration,
                    krispEnabled);
        }
    }
}
