// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.sip;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An inbound trunk as the server has it (LiveKit's {@code SIPInboundTrunkInfo}), written by anyone. The server's answer
 * also has the password; it is not kept.
 *
 * @param sipTrunkId {@code ST_…}
 * @param name for people
 * @param metadata of the trunk
 * @param numbers as somebody spelled them; none for a trunk that takes calls to any number
 * @param allowedAddresses where calls may come from; anywhere if empty
 * @param allowedNumbers who may call; anyone if empty
 * @param authUsername empty if callers need not authenticate
 * @param headersToAttributes from a header to an attribute
 * @param attributesToHeaders from an attribute to a header
 * @param ringingTimeout in protobuf's JSON, such as {@code 30s}; null if not set
 * @param maxCallDuration in protobuf's JSON; null if not set
 * @param krispEnabled noise cancellation
 */
public record InboundTrunkInfo(
        String sipTrunkId,
        String name,
        String metadata,
        List<String> numbers,
        List<String> allowedAddresses,
        List<String> allowedNumbers,
        String authUsername,
        Map<String, String> headersToAttributes,
        Map<String, String> attributesToHeaders,
        @Nullable String ringingTimeout,
        @Nullable String maxCallDuration,
        boolean krispEnabled) {

    public InboundTrunkInfo {
        sipTrunkId = Some.orEmpty(sipTrunkId);
        name = Some.orEmpty(name);
        metadata = Some.orEmpty(metadata);
        numbers = Some.orNone(numbers);
        allowedAddresses = Some.orNone(allowedAddresses);
        allowedNumbers = Some.orNone(allowedNumbers);
        authUsername = Some.orEmpty(authUsername);
        headersToAttributes = Some.orNone(headersToAttributes);
        attributesToHeaders = Some.orNone(attributesToHeaders);
    }

    /** How long a call rings, if the trunk says so. */
    public Optional<Duration> ringing() {
        return ProtoDuration.read(ringingTimeout);
    }

    /** How long a call may last, if the trunk says so. */
    public Optional<Duration> longestCall() {
        return ProtoDuration.read(maxCallDuration);
    }
}
