// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch.plan;

import java.util.Locale;

/** Why a dispatch ended. */
public enum EndReason {
    /** No worker took the job, and none with that agent name has been seen lately. */
    NO_WORKER,
    /** No worker took the job, though one with that agent name has lately taken another: it is full. */
    WORKERS_BUSY,
    /** A worker accepted the job, but its agent never became active in the room. */
    NOT_JOINED,
    /** Nothing could be sent in time: an earlier agent of that name was still in the room, or no node was running. */
    NOT_SENT,
    /** The tenant's LiveKit could not be reached: until the deadline, or for too long once an agent had joined. */
    PROVIDER_UNAVAILABLE,
    /** LiveKit rejects the tenant's credential. */
    CREDENTIAL_REJECTED,
    /** LiveKit rejects the request permanently. */
    REFUSED,
    /** It was cancelled. */
    CANCELLED,
    /** The call was ended. */
    CALL_ENDED,
    /** The tenant is suspended or deleted, or the agent is disabled. */
    NO_LONGER_ALLOWED,
    /** The credential version was revoked: it ends when its agent has been removed by another one of the same server. */
    CREDENTIAL_REVOKED,
    /** The room closed. */
    ROOM_CLOSED,
    /** The agent left by itself. */
    AGENT_LEFT,
    /** The agent vanished, and could or should not be replaced. */
    AGENT_LOST,
    /** Why an agent is lost: LiveKit still lists it, but it no longer answers. No dispatch ends for it. */
    AGENT_SILENT,
    /** Why an agent is lost: it is gone, and LiveKit does not say why. No dispatch ends for it. */
    AGENT_GONE,
    /** Why an agent is lost: its worker says that the job failed. No dispatch ends for it. */
    JOB_FAILED;

    /** The value in the API. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
