// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.sip;

import java.util.List;
import java.util.Map;

/**
 * An outbound trunk: LiveKit's {@code SIPOutboundTrunkInfo}.
 *
 * @param id {@code ST_…}; empty in a request
 * @param transport LiveKit's {@code SIPTransport} by name
 * @param includeHeaders LiveKit's {@code SIPHeaderOptions} by name
 */
public record OutboundTrunkView(
        String id,
        String name,
        String metadata,
        String address,
        String destinationCountry,
        String transport,
        List<String> numbers,
        SipLogin login,
        Map<String, String> headers,
        Map<String, String> headersToAttributes,
        Map<String, String> attributesToHeaders,
        String includeHeaders,
        String mediaEncryption,
        String fromHost) {
    /** Copies lists and maps. */
    public OutboundTrunkView {
        numbers = List.copyOf(numbers);
        headers = Map.copyOf(headers);
        headersToAttributes = Map.copyOf(headersToAttributes);
        attributesToHeaders = Map.copyOf(attributesToHeaders);
    }

    /** A trunk to {@code address}, calling from these numbers. */
    public static OutboundTrunkView to(String address, String... numbers) {
        return new OutboundTrunkView(
                "",
                "",
                "",
                address,
                "",
                "SIP_TRANSPORT_AUTO",
                List.of(numbers),
                SipLogin.NONE,
                Map.of(),
                Map.of(),
                Map.of(),
                "SIP_NO_HEADERS",
                "SIP_MEDIA_ENCRYPT_DISABLE",
                "");
    }

    OutboundTrunkView withId(String other) {
        return new OutboundTrunkView(
                other,
                name,
                metadata,
                address,
                destinationCountry,
                transport,
                numbers,
                login,
                headers,
                headersToAttributes,
                attributesToHeaders,
                includeHeaders,
                mediaEncryption,
                fromHost);
    }
}
