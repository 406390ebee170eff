// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.dial;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A tenant's outbound trunk, as far as we know.
 *
 * @param username what LiveKit logs in to the carrier with; "" for nothing
 * @param numbers  to call from, at least one
 * @param written  what is in the project; empty if nothing is, or is not known to be
 */
record OutboundTrunk(Carrier carrier, String username, List<String> numbers, Optional<Written> written) {
    OutboundTrunk {
        numbers = List.copyOf(numbers);
    }

    /**
     * Where the carrier is.
     *
     * @param address   maybe with a port
     * @param transport auto, udp, tcp or tls
     */
    record Carrier(String address, String transport) {}

    /**
     * What was written to the project.
     *
     * @param trunkId           LiveKit's id of the trunk
     * @param credentialVersion the version of the tenant's LiveKit credential that wrote it
     */
    record Written(String trunkId, long credentialVersion, Instant at) {}

    /** The same, as it is in the project now. */
    OutboundTrunk written(Optional<Written> now) {
        return new OutboundTrunk(carrier, username, numbers, now);
    }
}
