// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.sip;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** How SIP messages travel (LiveKit's {@code SIPTransport}). */
public enum SipTransport {
    /** The server chooses. */
    @JsonEnumDefaultValue
    @JsonProperty("SIP_TRANSPORT_AUTO")
    AUTO,
    @JsonProperty("SIP_TRANSPORT_UDP")
    UDP,
    @JsonProperty("SIP_TRANSPORT_TCP")
    TCP,
    @JsonProperty("SIP_TRANSPORT_TLS")
    TLS;

    /** The value in LiveKit's JSON. */
    public String wire() {
        return "SIP_TRANSPORT_" + name();
    }
}
