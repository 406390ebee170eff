// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.sip;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An inbound trunk: LiveKit's {@code SIPInboundTrunkInfo}.
 *
 * @param id {@code ST_…}; empty in a request
 * @param includeHeaders LiveKit's {@code SIPHeaderOptions} by name
 * @param ringingTimeout null for three minutes
 * @param maxCallDuration null for 24 hours
 */
public record InboundTrunkView(
        String id,
        String name,
        String metadata,
        List<String> numbers,
        List<String> allowedAddresses,
        List<String> allowedNumbers,
        SipLogin login,
        Map<String, String> headers,
        Map<String, String> headersToAttributes,
        Map<String, String> attributesToHeaders,
        String includeHeaders,
        @Nullable Duration ringingTimeout,
        @Nullable Duration maxCallDuration,
        boolean krispEnabled,
        String mediaEncryption) {
    /** Copies lists and maps. */
    public InboundTrunkView {
        numbers = List.copyOf(numbers);
        allowedAddresses = List.copyOf(allowedAddresses);
        allowedNumbers = List.copyOf(allowedNumbers);
        headers = Map.copyOf(headers);
        headersToAttributes = Map.copyOf(headersToAttributes);
        attributesToHeaders = Map.copyOf(attributesToHeaders);
    }

    /** A trunk for these numbers, without a password. */
    public static InboundTrunkView of(String... numbers) {
        return new InboundTrunkView(
                "",
                "",
                "",
                List.of(numbers),
                List.of(),
                List.of(),
                SipLogin.NONE,
                Map.of(),
                Map.of(),
                Map.of(),
                "SIP_NO_HEADERS",
                null,
                null,
                false,
                "SIP_MEDIA_ENCRYPT_DISABLE");
    }

    InboundTrunkView withId(String other) {
        return with(other, allowedAddresses, allowedNumbers, login, ringingTimeout);
    }

    /** The same trunk with a password. */
    public InboundTrunkView withLogin(String username, String password) {
        return with(id, allowedAddresses, allowedNumbers, new SipLogin(username, password), ringingTimeout);
    }

    /** The same trunk, for calls from these addresses only. */
    public InboundTrunkView from(String... addresses) {
        return with(id, List.of(addresses), allowedNumbers, login, ringingTimeout);
    }

    /** The same trunk, for calls from these numbers only. */
    public InboundTrunkView forCallers(String... callers) {
        return with(id, allowedAddresses, List.of(callers), login, ringingTimeout);
    }

    /** The same trunk, ringing no longer than this. */
    public InboundTrunkView ringing(Duration atMost) {
        return with(id, allowedAddresses, allowedNumbers, login, atMost);
    }

    private InboundTrunkView with(
            String other,
            List<String> addresses,
            List<String> callers,
            SipLogin otherLogin,
            @Nullable Duration ringing) {
        return new InboundTrunkView(
                other,
                name,
                metadata,
                numbers,
                addresses,
                callers,
                otherLogin,
                headers,
                headersToAttributes,
                attributesToHeaders,
                includeHeaders,
                ringing,
                maxCallDuration,
                krispEnabled,
                mediaEncryption);
    }
}
