// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.carrier;

/** Which way a call leg goes, as seen from the carrier's customer. */
public enum Direction {
    INBOUND,
    OUTBOUND,
    /** Not said, or not known. */
    UNKNOWN;

    /** What a carrier's word says: {@code inbound}, {@code incoming}, {@code outbound-dial}, {@code outgoing}. */
    public static Direction of(String word) {
        return switch (word) {
            case "inbound", "incoming" -> INBOUND;
            case "outbound", "outbound-api", "outbound-dial", "outgoing" -> OUTBOUND;
            default -> UNKNOWN;
        };
    }
}
