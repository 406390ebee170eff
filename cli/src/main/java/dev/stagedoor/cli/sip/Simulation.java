// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.sip;

import dev.stagedoor.api.telephony.CallAnswer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a call, as {@code --json} prints it.
 *
 * @param status the HTTP status of the answer
 * @param tookMs how long the front end waited for it
 * @param joined the room and the caller's token; null if the caller was turned away
 * @param reject why the caller was turned away; null if not
 */
record Simulation(
        boolean answered,
        int status,
        long tookMs,
        List<Step> steps,
        @Nullable Joined joined,
        CallAnswer.@Nullable Reject reject) {
    /** The call's room, and who the caller is in it. */
    record Joined(String callId, String serverUrl, String room, CallerToken token) {}

    Simulation with(List<Step> more) {
        List<Step> all = new ArrayList<>(steps);
        all.addAll(more);
        return new Simulation(answered, status, tookMs, all, joined, reject);
    }
}
