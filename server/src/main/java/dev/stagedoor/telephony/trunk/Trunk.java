// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.trunk;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A number's trunk and rule, as far as we know.
 *
 * @param password  whether the carrier logs in
 * @param addresses from which calls may come; all if there are none
 * @param sip       where carriers connect to
 * @param written   what is in the project; empty if nothing is, or is not known to be
 */
public record Trunk(String number, boolean password, List<String> addresses, Sip sip, Optional<Written> written) {
    public Trunk {
        addresses = List.copyOf(addresses);
    }

    /**
     * What was written to the project.
     *
     * @param trunkId           LiveKit's id of the trunk
     * @param ruleId            LiveKit's id of the rule
     * @param fingerprint       of what was written: another one now means that it has to be written again
     * @param agentSlug         of the agent that the rule starts
     * @param credentialVersion the version of the tenant's LiveKit credential that wrote it
     */
    public record Written(
            String trunkId, String ruleId, String fingerprint, String agentSlug, long credentialVersion, Instant at) {}

    /**
     * The tenant's LiveKit SIP.
     *
     * @param host maybe with a port; "" for the host of the LiveKit server
     * @param tls  whether carriers connect by TLS
     */
    public record Sip(String host, boolean tls) {}
}
