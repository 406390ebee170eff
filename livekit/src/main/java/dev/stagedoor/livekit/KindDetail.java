// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import java.util.Locale;

/** A subtype of a participant's kind (LiveKit's {@code ParticipantInfo.KindDetail}). */
public enum KindDetail {
    CLOUD_AGENT,
    FORWARDED,
    CONNECTOR_WHATSAPP,
    CONNECTOR_TWILIO,
    BRIDGE_RTSP,
    SIMULATION,
    /** A detail that this library does not know. Cannot be put into a token. */
    @JsonEnumDefaultValue
    UNKNOWN;

    private final String claim = name().toLowerCase(Locale.ROOT);

    /** The lower-case value in the token's {@code kindDetails} claim. */
    public String claim() {
        return claim;
    }
}
