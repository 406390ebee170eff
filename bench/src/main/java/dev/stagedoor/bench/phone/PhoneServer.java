// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.phone;

import dev.stagedoor.bench.servers.Contender;
import dev.stagedoor.client.sip.SipFrontEnd;
import java.net.URI;
import java.time.Clock;
import java.util.Collection;

/** Who answers {@code POST /api/sip/inbound}: ours or the peer. */
public interface PhoneServer {
    /** The number that everybody calls. */
    String NUMBER = "+442079460100";

    /** As shown in the tables. */
    String name();

    /** Where it listens. */
    int port();

    /** What signs its requests. */
    String secret();

    /** What it has used so far. */
    Contender.Meters meters();

    /** Whether it stores what it does in PostgreSQL. */
    boolean isDurable();

    /** Ends these calls; returns once nobody looks after them any more. */
    void end(Collection<Answered> calls);

    /** A front end that reports calls to it. */
    default SipFrontEnd frontEnd(Clock clock) {
        return SipFrontEnd.signing(URI.create("http://127.0.0.1:" + port()), secret(), clock);
    }

    /**
     * A call that was answered.
     *
     * @param callId the front end's id of it
     * @param room   where the caller is taken
     * @param ours   Stagedoor's id of it; empty if the server has none
     */
    record Answered(String callId, String room, String ours) {}
}
