// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import dev.stagedoor.dispatch.plan.Dispatch;
import dev.stagedoor.dispatch.plan.EndReason;
import org.jspecify.annotations.Nullable;

/**
 * What a trigger's answer says when no agent has joined: why, and what to do next.
 *
 * @param detail one sentence
 * @param next   the next request
 */
record MissingAgent(String detail, String next) {
    /** Null if the agent has joined, or if nobody waited for it and it is still being tried. */
    static @Nullable MissingAgent of(Dispatch seen, StartCall.Wait waitedFor) {
        String receipt = "GET /api/v1/dispatches/" + seen.id();
        EndReason end = seen.end();
        if (seen.joined() != null) {
            return null;
        }
        if (end != null) {
            return new MissingAgent(
                    why(end, seen), receipt + " shows what was tried; POST /api/v1/trigger starts another call");
        }
        return waitedFor == StartCall.Wait.JOINED
                ? new MissingAgent(
                        "The agent has not joined yet (" + tries(seen) + "); it is still being tried.",
                        receipt + "/events follows it")
                : null;
    }

    private static String why(EndReason end, Dispatch seen) {
        return switch (end) {
            case NO_WORKER ->
                "No worker with the agent_name " + seen.spec().agentName() + " took the job (" + tries(seen) + ").";
            case NOT_JOINED -> "A worker took the job, but its agent did not join in time (" + tries(seen) + ").";
            case NOT_SENT ->
                "Nothing could be sent in time: an earlier agent of that name had not been removed from the room.";
            case REFUSED -> "The tenant's LiveKit server refuses the dispatch.";
            case CANCELLED -> "The dispatch was cancelled.";
            case CALL_ENDED -> "The call was ended.";
            case NO_LONGER_ALLOWED -> "The tenant or the agent may no longer be used.";
            case CREDENTIAL_REVOKED -> "The version of the LiveKit credential that the call used was revoked.";
            case ROOM_CLOSED -> "The room closed before the agent joined.";
            default -> "The dispatch ended: " + end.wire() + ".";
        };
    }

    private static String tries(Dispatch seen) {
        int tries = seen.attempts().size();
        return tries == 1 ? "1 try" : tries + " tries";
    }
}
