// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import java.util.Locale;

/** What a participant is (LiveKit's {@code ParticipantInfo.Kind}). */
public enum ParticipantKind {
    STANDARD,
    INGRESS,
    EGRESS,
    SIP,
    AGENT,
    CONNECTOR,
    BRIDGE,
    /** A kind that this library does not know. Cannot be put into a token. */
    @JsonEnumDefaultValue
    UNKNOWN;

    private final String claim = name().toLowerCase(Locale.ROOT);

    /** The lower-case value of the token's {@code kind} claim. */
    public String claim() {
        return claim;
    }
}
