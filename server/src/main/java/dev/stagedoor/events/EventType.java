// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.events;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What can happen; each is raised somewhere. */
public enum EventType {
    /** A call began. */
    CALL_STARTED("call.started"),
    /** A call ended. */
    CALL_ENDED("call.ended"),
    /** An agent was seen in its room. */
    DISPATCH_JOINED("dispatch.joined"),
    /** An agent that was in its room has vanished while somebody is there. */
    DISPATCH_LOST("dispatch.lost"),
    /** Another agent was seen in the place of one that vanished. */
    DISPATCH_REPLACED("dispatch.replaced"),
    /** No agent could be brought into its room. */
    DISPATCH_FAILED("dispatch.failed"),
    /** Somebody came into a call's room: a person, an agent or somebody on the phone. */
    PARTICIPANT_JOINED("participant.joined"),
    /** They left it. */
    PARTICIPANT_LEFT("participant.left"),
    /** A credential ends at its provider before long, as its tenant has said. */
    CREDENTIAL_EXPIRING("credential.expiring"),
    /** The active version of a credential has become old: it should be replaced. */
    CREDENTIAL_AGING("credential.aging"),
    /** A newer version of a credential is in use. */
    CREDENTIAL_ROTATED("credential.rotated"),
    /** An earlier version of a credential is in use again. */
    CREDENTIAL_ROLLED_BACK("credential.rolled_back"),
    /** Nothing stands on a version of a credential any more: its secret is erased, and its parts are free. */
    CREDENTIAL_RETIRED("credential.retired"),
    /** A version of a credential was taken out of use. */
    CREDENTIAL_REVOKED("credential.revoked"),
    /** An API key expires before long. */
    KEY_EXPIRING("key.expiring"),
    /** An API key has become old: it should be replaced. */
    KEY_AGING("key.aging"),
    /** A worker that is run here has registered with LiveKit. */
    WORKER_READY("worker.ready"),
    /** Workers of an agent end again and again, and are started ever less often. */
    WORKER_FAILED("worker.failed"),
    /** The tenant has used half of a budget, four fifths, or all of it. */
    USAGE_THRESHOLD("usage.threshold"),
    /** The tenant was verified, and a check failed. */
    EVIDENCE_FAILED("evidence.failed"),
    /** Nothing is sent to an endpoint any more, since it failed for too long or said that it is gone. */
    WEBHOOK_ENDPOINT_DISABLED("webhook_endpoint.disabled");

    private final String wire;

    EventType(String wire) {
        this.wire = wire;
    }

    /** The type's name on the wire. */
    public String wire() {
        return wire;
    }

    static Optional<EventType> of(String wire) {
        return Arrays.stream(values()).filter(type -> type.wire.equals(wire)).findFirst();
    }

    /** All of them, for whoever named another. */
    static String all() {
        return Arrays.stream(values()).map(EventType::wire).collect(Collectors.joining(", "));
    }
}
