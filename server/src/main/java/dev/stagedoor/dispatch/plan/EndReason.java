package dev.stagedoor.dispatch.plan;

import java.util.Locale;

/** Why a dispatch is over. */
public enum EndReason {
    /** Nobody took the job: no worker of that agent name, or none with room for it. */
    NO_WORKER,
    /** A worker took the job, and its agent never became active in the room. */
    NOT_JOINED,
    /** Nothing could be sent in time: an earlier agent of that name was not out of the room, or no node was there. */
    NOT_SENT,
    /** The tenant's LiveKit could not be reached: until the deadline, or for too long once an agent had joined. */
    PROVIDER_UNAVAILABLE,
    /** LiveKit rejects the tenant's credential. */
    CREDENTIAL_REJECTED,
    /** LiveKit refuses the request for good. */
    REFUSED,
    /** Somebody cancelled it. */
    CANCELLED,
    /** The call was ended. */
    CALL_ENDED,
    /** The tenant is suspended or deleted, the agent is disabled, or the credential version is revoked. */
    NO_LONGER_ALLOWED,
    /** The room closed. */
    ROOM_CLOSED,
    /** The agent left by itself. */
    AGENT_LEFT;

    /** The word on the wire. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
