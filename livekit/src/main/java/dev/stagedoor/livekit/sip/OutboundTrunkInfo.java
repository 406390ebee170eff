// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.sip;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An outbound trunk as the server has it (LiveKit's {@code SIPOutboundTrunkInfo}), written by anyone. The server's
 * answer also has the password; it is not kept.
 *
 * @param sipTrunkId {@code ST_…}
 * @param name for people
 * @param metadata of the trunk
 * @param address the carrier's host
 * @param transport how it is reached
 * @param destinationCountry where calls mostly go, or empty
 * @param numbers the numbers to call from
 * @param authUsername empty if the carrier asks for none
 * @param headers of each INVITE
 * @param headersToAttributes from a header to an attribute
 * @param attributesToHeaders from an attribute to a header
 */
public record OutboundTrunkInfo(
        String sipTrunkId,
        String name,
        String metadata,
        String address,
        SipTransport transport,
        String destinationCountry,
        List<String> numbers,
        String authUsername,
        Map<String, String> headers,
        Map<String, String> headersToAttributes,
        Map<String, String> attributesToHeaders) {

    public OutboundTrunkInfo {
        sipTrunkId = Some.orEmpty(sipTrunkId);
        name = Some.orEmpty(name);
        metadata = Some.orEmpty(metadata);
        address = Some.orEmpty(address);
        transport = Objects.requireNonNullElse(transport, SipTransport.AUTO);
        destinationCountry = Some.orEmpty(destinationCountry);
        numbers = Some.orNone(numbers);
        authUsername = Some.orEmpty(authUsername);
        headers = Some.orNone(headers);
        headersToAttributes = Some.orNone(headersToAttributes);
        attributesToHeaders = Some.orNone(attributesToHeaders);
    }
}
