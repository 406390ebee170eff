// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.sip;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Through which carrier a server dials (LiveKit's {@code SIPOutboundTrunkInfo}).
 *
 * @param name for people
 * @param metadata of the trunk; nobody in a room sees it
 * @param address the carrier's host, with or without a port
 * @param transport how to reach it
 * @param destinationCountry where calls mostly go, ISO 3166-1 alpha-2 (LiveKit Cloud), or empty
 * @param numbers the numbers to call from, E.164, at least one; a call that names none gets one at random
 * @param credential what the carrier asks for; null for nothing
 * @param headers of each INVITE
 * @param headersToAttributes from the answer's header to the participant's attribute
 * @param attributesToHeaders from the participant's attribute to a header of the BYE
 */
public record OutboundTrunk(
        String name,
        String metadata,
        String address,
        SipTransport transport,
        String destinationCountry,
        List<String> numbers,
        @Nullable SipCredential credential,
        Map<String, String> headers,
        Map<String, String> headersToAttributes,
        Map<String, String> attributesToHeaders) {
    private static final Pattern COUNTRY = Pattern.compile("(?:[A-Z]{2})?");

    /** Refuses what LiveKit would refuse, or write into a call as it is. */
    public OutboundTrunk {
        SipText.line("name", name);
        SipText.host("address", address);
        destinationCountry = destinationCountry.toUpperCase(Locale.ROOT);
        SipText.require(
                COUNTRY.matcher(destinationCountry).matches(),
                "destinationCountry",
                "two letters of ISO 3166-1",
                destinationCountry);
        numbers = SipText.numbers("numbers", numbers);
        headers = SipText.headers("headers", headers);
        headersToAttributes = SipText.headersToAttributes("headersToAttributes", headersToAttributes);
        attributesToHeaders = SipText.attributesToHeaders("attributesToHeaders", attributesToHeaders);
        if (numbers.isEmpty()) {
            throw new IllegalArgumentException("numbers is empty: there is no number to call from");
        }
    }

    /** A trunk to the carrier at {@code address}, calling from these numbers. */
    public static Builder to(String address, String firstNumber, String... more) {
        return new Builder(address, firstNumber, more);
    }

    /** Sets what differs from the server's defaults. */
    public static final class Builder {
        private final String address;
        private final List<String> numbers;
        private String name = "";
        private String metadata = "";
        private SipTransport transport = SipTransport.AUTO;
        private String destinationCountry = "";
        private @Nullable SipCredential credential;
        private Map<String, String> headers = Map.of();
        private Map<String, String> headersToAttributes = Map.of();
        private Map<String, String> attributesToHeaders = Map.of();

        private Builder(String address, String firstNumber, String... more) {
            this.address = address;
            this.numbers = Some.of(firstNumber, more);
        }

        public Builder name(String value) {
            name = value;
            return this;
        }

        public Builder metadata(String value) {
            metadata = value;
            return this;
        }

        public Builder transport(SipTransport value) {
            transport = value;
            return this;
        }

        public Builder destinationCountry(String value) {
            destinationCountry = value;
            return this;
        }

        public Builder credential(@Nullable SipCredential value) {
            credential = value;
            return this;
        }

        public Builder headers(Map<String, String> value) {
            headers = value;
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

        /**
         * The trunk.
         *
         * @throws IllegalArgumentException naming the field that does not fit
         */
        public OutboundTrunk build() {
            return new OutboundTrunk(
                    name,
                    metadata,
                    address,
                    transport,
                    destinationCountry,
                    numbers,
                    credential,
                    headers,
                    headersToAttributes,
                    attributesToHeaders);
        }
    }
}
